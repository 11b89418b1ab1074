// A file that is dropped or chosen streams to the server; a job's numbers move while it runs.
"use strict";

const drop = document.querySelector("[data-drop]");
const live = document.querySelector("[data-events]");

if (drop) {
  const input = drop.querySelector("input[type=file]");
  const said = drop.querySelector("[data-sending]");
  const button = drop.querySelector("button");

  const send = async () => {
    const [file] = input.files;
    if (!file) return;
    button.setAttribute("aria-busy", "true");
    button.disabled = true;
    said.className = "sending";
    said.textContent = `Sending ${file.name} …`;
    try {
      const answer = await fetch(drop.action, {
        method: "POST",
        body: file,
        headers: { "Content-Type": "application/x-ndjson", Accept: "application/json" },
      });
      const problem = answer.ok ? null : await answer.json();
      if (!problem) {
        location.assign(answer.url);
        return;
      }
      said.textContent = problem.detail;
    } catch {
      said.textContent = "The server did not answer. Try again.";
    }
    said.className = "sending bad";
    button.removeAttribute("aria-busy");
    button.disabled = false;
  };

  drop.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.dataset.over = "";
  });
  drop.addEventListener("dragleave", () => delete drop.dataset.over);
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    delete drop.dataset.over;
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    send();
  });
}

if (live) {
  const events = new EventSource(live.dataset.events);
  const bar = live.querySelector("progress");
  const said = live.querySelector("[data-said]");
  events.addEventListener("progress", (event) => {
    const now = JSON.parse(event.data);
    bar.value = now.finished;
    for (const shown of document.querySelectorAll("[data-show]")) {
      shown.textContent = now[shown.dataset.show];
    }
  });
  events.addEventListener("end", () => {
    events.close();
    said.textContent = "The job is finished.";
    location.reload(); // Now the failures and the buttons for them are there.
  });
}
