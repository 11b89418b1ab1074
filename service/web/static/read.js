// Lights up a quotation with its chip, opens its card on hover and focus, and takes dropped files.
// Without it, a click on a chip opens the card, and every form works.
"use strict";
(() => {
  const sheet = document.getElementById("sheet");
  const all = (query, root = document) => root.querySelectorAll(query);

  const busy = (form) => {
    const button = form.querySelector("[data-busy]");
    if (!button) return;
    button.textContent = button.dataset.busy;
    button.setAttribute("aria-busy", "true");
  };
  all("form").forEach((form) => form.addEventListener("submit", () => busy(form)));

  const text = document.getElementById("text");
  const file = document.getElementById("file");
  if (text && file) {
    const zone = text.parentElement;
    zone.addEventListener("dragover", (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
    zone.addEventListener("dragleave", () => zone.classList.remove("over"));
    zone.addEventListener("drop", (event) => {
      zone.classList.remove("over");
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      file.files = event.dataTransfer.files;
      text.form.requestSubmit();
    });
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) text.form.requestSubmit();
    });
  }
  if (!sheet) return;

  // Which pieces and which chip belong to each quotation.
  const parts = new Map();
  for (const piece of all("[data-q]", sheet)) {
    for (const number of piece.dataset.q.split(" ")) {
      if (!parts.has(number)) parts.set(number, []);
      parts.get(number).push(piece);
    }
  }
  let shown = null;
  const light = (number) => {
    if (number === shown) return;
    for (const piece of parts.get(shown) || []) piece.classList.remove("on");
    for (const piece of parts.get(number) || []) piece.classList.add("on");
    shown = number;
  };

  const card = (number) => document.getElementById("card-" + number);
  const chip = (number) => document.getElementById("chip-" + number);
  const printed = async (form) => {
    if (!form || form.dataset.asked) return;
    form.dataset.asked = "1";
    try {
      const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "text/html" } });
      if (!answer.ok) return;
      const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("matches");
      if (found) {
        found.removeAttribute("id");
        const focused = form.contains(document.activeElement);
        form.replaceWith(found);
        if (focused) {
          found.tabIndex = -1;
          found.focus();
        }
      }
    } catch { /* The button is still there. */ }
  };
  const open = (number) => {
    light(number);
    const panel = card(number);
    if (!panel || panel.matches(":popover-open")) return;
    panel.showPopover({ source: chip(number) });
  };
  for (const panel of all(".cardlet")) {
    panel.addEventListener("toggle", (event) => {
      if (event.newState === "open") printed(panel.querySelector("[data-matches]"));
      else if (shown && panel === card(shown)) light(null);
    });
  }

  // The mouse: a moment on a mark opens its card, and it stays while the mouse is in it.
  let timer = 0;
  const later = (action, wait) => {
    clearTimeout(timer);
    timer = setTimeout(action, wait);
  };
  const innermost = (piece) => {
    const numbers = piece.dataset.q.split(" ");
    return numbers[numbers.length - 1];
  };
  const held = () => document.activeElement && document.activeElement.closest(".cardlet");
  sheet.addEventListener("pointerover", (event) => {
    const piece = event.target.closest("[data-q]");
    if (event.pointerType !== "mouse" || !piece || held()) return;
    const number = innermost(piece);
    later(() => open(number), 140);
  });
  sheet.addEventListener("pointerout", (event) => {
    if (event.pointerType === "mouse" && !held()) later(() => shown && card(shown).hidePopover(), 260);
  });
  document.getElementById("cards").addEventListener("pointerover", () => clearTimeout(timer));
  document.getElementById("cards").addEventListener("pointerleave", () => !held() && later(() => shown && card(shown).hidePopover(), 260), true);
  sheet.addEventListener("click", (event) => {
    const button = event.target.closest(".chip");
    const panel = button && card(button.dataset.q);
    if (panel && panel.matches(":popover-open")) {
      // Focus or the mouse opened it: the click keeps it open, and a key goes on into it.
      event.preventDefault();
      const inside = event.detail === 0 && panel.querySelector("a, button, summary");
      if (inside) inside.focus();
      return;
    }
    const piece = event.target.closest("p [data-q]");
    if (piece && String(getSelection()) === "") open(innermost(piece));
  });

  // The keyboard: a chip in focus shows its card; Escape closes it.
  sheet.addEventListener("focusin", (event) => {
    if (event.target.matches(".chip:focus-visible")) open(event.target.dataset.q);
  });

  // A speaker's button shows what that speaker said, and nothing else.
  const reading = sheet.parentElement;
  for (const person of all(".person")) {
    person.addEventListener("click", () => {
      const on = person.getAttribute("aria-pressed") !== "true";
      for (const other of all(".person")) other.setAttribute("aria-pressed", String(on && other === person));
      for (const piece of all(".lit")) piece.classList.remove("lit");
      reading.classList.toggle("dim", on);
      if (!on) return;
      const numbers = person.dataset.people.split(" ");
      for (const number of numbers) for (const piece of parts.get(number) || []) piece.classList.add("lit");
      const first = parts.get(numbers[0]);
      if (first) first[0].scrollIntoView({ block: "nearest" });
    });
  }
})();
