// Results as you type: the page is asked for again, and its results take the place of those shown.
"use strict";

const form = document.querySelector("[data-search]");
const WAIT_MS = 180;
let timer;
let asked;

function address() {
  const given = [...new FormData(form)].filter(([, value]) => value !== "");
  const query = new URLSearchParams(given).toString();
  return query ? `/search?${query}` : "/search";
}

async function show() {
  const wanted = address();
  asked?.abort();
  asked = new AbortController();
  const results = document.getElementById("results");
  results.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(wanted, { signal: asked.signal, headers: { Accept: "text/html" } });
    if (!answer.ok) return; // The words are not finished, or the server is busy: keep what is shown.
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of ["#results", ".tabs"]) {
      document.querySelector(part).replaceChildren(...page.querySelector(part).childNodes);
    }
    document.title = page.title;
    history.replaceState(null, "", wanted);
  } catch (error) {
    if (error.name !== "AbortError") console.warn(error);
  } finally {
    results.removeAttribute("aria-busy");
  }
}

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(show, WAIT_MS);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  show();
});
