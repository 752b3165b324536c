// What the keyboard does beyond the browser's own keys. Every page works without this file.
(() => {
  "use strict";

  const typing = (node) => node instanceof Element && node.closest("input, textarea, select, [contenteditable]") !== null;
  const rows = () => [...document.querySelectorAll("[data-rows] tbody tr")].filter((row) => row.querySelector("a[href]"));

  function moveRow(by) {
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex((row) => row.contains(document.activeElement));
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
    const link = all[next].querySelector("a[href]");
    link.focus();
    link.scrollIntoView({ block: "nearest" });
  }

  function follow(selector) {
    const target = document.querySelector(selector);
    if (target) target.click();
  }

  // The keys of this page stand before those of the house.
  function showKeys() {
    const dialog = document.querySelector("dialog.keys");
    const rows = [...document.querySelectorAll("[data-key]")].flatMap((node) => {
      const [term, words] = [document.createElement("dt"), document.createElement("dd")];
      const key = document.createElement("kbd");
      key.textContent = node.dataset.key.toUpperCase();
      term.append(key);
      words.textContent = (node.querySelector("[data-key-label]") || node).firstChild?.textContent.trim() || node.textContent.trim();
      return [term, words];
    });
    dialog?.querySelector("[data-page-keys]").replaceChildren(...rows);
    dialog?.showModal();
  }

  const keys = {
    "/": () => document.querySelector("[data-key-search]")?.focus(),
    j: () => moveRow(1),
    k: () => moveRow(-1),
    n: () => follow("[data-key-next]"),
    p: () => follow("[data-key-previous]"),
    h: () => follow("[data-key-home]"),
    "?": showKeys,
  };

  // The letter that is meant, whatever the keyboard's layout: where it gives no Latin letter, the key's place counts.
  function meant(event) {
    if (/^[a-z/?]$/i.test(event.key)) return event.key.toLowerCase();
    if (event.key === "؟") return "?";
    if (/^(Digit|Numpad)[0-9]$/.test(event.code)) return event.code.slice(-1);
    if (event.code === "Slash") return event.shiftKey ? "?" : "/";
    return event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : event.key;
  }

  // A page's own keys: whatever has a key is followed by it.
  const own = (key) => [...document.querySelectorAll("[data-key]")].find((node) => node.dataset.key === key);

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.form;
      if (form && form.querySelector("[data-key-send]")) form.requestSubmit(form.querySelector("[data-key-send]"));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && event.target.matches?.("[data-key-search]")) {
      event.target.blur();
      return;
    }
    if (event.target.closest?.(".lookup") && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      moveOffer(event);
      return;
    }
    if (typing(event.target) || document.querySelector("dialog[open]")) return;
    const key = meant(event);
    const mine = own(key);
    const digit = /^[1-9]$/.test(key) && (() => follow(`[data-digit="${key}"]`));
    const act = mine ? () => mine.click() : (keys[key] ?? digit);
    if (!act || (mine && event.repeat)) return;
    event.preventDefault();
    act();
  });

  function moveOffer(event) {
    const box = event.target.closest(".lookup");
    const stops = [box.querySelector("[data-lookup]"), ...box.querySelectorAll(".lookup__offer")];
    const at = stops.indexOf(event.target);
    const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  // A whole row opens its record; text that was being selected, links and buttons keep their own meaning.
  document.addEventListener("click", (event) => {
    const offer = event.target.closest(".lookup__offer");
    if (offer) {
      choose(offer);
      return;
    }
    const row = event.target.closest("[data-rows] tbody tr");
    if (!row || event.target.closest("a, button, input, label") || String(getSelection())) return;
    row.querySelector("a[href]")?.click();
  });

  function choose(offer) {
    const box = offer.closest(".lookup");
    const field = box.querySelector("[data-lookup]");
    field.value = offer.value;
    box.querySelector(".lookup__offers").replaceChildren();
    box.querySelector(".lookup__chosen").textContent = offer.dataset.label;
    field.focus();
  }

  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-lookup]")) return;
    event.target.closest(".lookup").querySelector(".lookup__chosen").textContent = "";
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submits] select")) event.target.form.requestSubmit();
  });

  const print = document.querySelectorAll("[data-print]");
  for (const button of print) {
    button.hidden = false;
    if (button.autofocus) button.focus();
    button.addEventListener("click", () => window.print());
  }

  for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText);
      button.textContent = button.dataset.copied;
    });
  }

  // A form is sent once: a second click waits for the first one's answer (the key in it makes a retry harmless too).
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.once === undefined || event.defaultPrevented) return;
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-once]")) delete form.dataset.sent;
  });

  document.querySelector("[data-error-summary]")?.focus();

  // A page that was given for a form's body has an address of its own: reloading it, or coming back, sends nothing again.
  const named = document.querySelector("[data-named]");
  if (named) history.replaceState(history.state, "", named.dataset.named);

  // What drafts.js kept on this computer goes when its form was sent. At the sign-out the browser forgets all of it.
  const sent = sessionStorage.getItem("hasila.sent");
  if (sent && document.getElementById("receipt")) {
    localStorage.removeItem(sent);
    sessionStorage.removeItem("hasila.sent");
  }
  const kept = document.querySelector("[data-kept-here]"); // the session ended before it was taken
  if (kept && sent && localStorage.getItem(sent)) kept.hidden = false;
})();
