// Jumps between the draft, the verdicts and the sources; a button to print.
"use strict";

const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

function show(id) {
  const target = document.getElementById(id);
  if (!target) return false;
  for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
  const shown = target.classList.contains("anchor") ? nextMark(target) : target;
  shown.classList.add("lit");
  shown.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  shown.focus({ preventScroll: true });
  return true;
}

function nextMark(anchor) {
  let found = anchor.nextElementSibling;
  while (found && !found.classList.contains("mark")) found = found.nextElementSibling;
  return found ?? anchor;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".proof a[href^='#']");
  if (link && show(link.hash.slice(1))) {
    event.preventDefault();
    history.replaceState(null, "", link.hash);
  }
});

const print = document.querySelector("[data-print]");
print.hidden = false;
print.addEventListener("click", () => window.print());
