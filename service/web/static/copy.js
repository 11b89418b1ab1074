// Buttons that copy a text of the page. Without this script the text is there to be selected.
"use strict";

const said = document.querySelector("[data-copied]");

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      said.textContent = "Copied.";
      button.dataset.done = "";
    } catch {
      said.textContent = "The browser did not allow it. Select the text instead.";
    }
    setTimeout(() => delete button.dataset.done, 2000);
  });
}
