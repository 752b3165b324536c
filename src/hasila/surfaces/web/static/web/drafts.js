// Saves a form as it is typed: to the server within two seconds of a pause, and until the server has it, encrypted, on
// this computer. The key for that is on the page, so it comes only to the author who is signed in. Without this file
// the button "Save the draft" does the same.
(() => {
  "use strict";

  const form = document.querySelector("form[data-draft]");
  if (!form) return;

  form.dataset.auto = "";
  const PAUSE = 1200; // after the last key
  const LONGEST = 4000; // of typing without a pause
  const LOCAL = 120;
  const SLOWEST = 30000;
  const TERM = 72 * 3600 * 1000;
  const OWN = new Set(["csrfmiddlewaretoken", "_save", "_seen", "_apart"]);
  const line = form.querySelector(".draft-line");
  const shown = line.querySelector(".draft-line__words");
  const told = line.querySelector("[role=status]");
  const clash = line.querySelector("[data-draft-clash]");
  const key = () => form.elements._key.value;
  const writer = crypto.getRandomValues(new Uint32Array(4)).join("").slice(0, 32);

  // Who comes back to a form after sending it has the same form before them: sent again it records nothing twice.
  if (history.state?.sentAs) form.elements._key.value = history.state.sentAs;

  let serial = 0; // of this window's saves
  let changed = 0; // counts what was typed
  let saved = 0; // up to where the server has it
  let held = 0; // up to where this computer has it
  let after = ""; // the window whose text, kept here, is gone on with
  let first = 0; // when the oldest unsaved letter was typed
  let waiting = 0;
  let localWaiting = 0;
  let running = null;
  let failures = 0;
  let mood = "";
  let stopped = false; // another window holds the draft
  let sending = false; // the form itself is on its way

  // ------------------------------------------------------------------ the line

  function say(words, next, speak) {
    shown.textContent = words;
    line.dataset.mood = next;
    if (speak || next !== mood) told.textContent = words;
    mood = next;
  }

  const clock = () => new Date().toTimeString().slice(0, 8);

  // ------------------------------------------------------------------ this computer

  const place = () => `hasila.draft.${form.dataset.draftWho}.${key()}`;
  let secret = null;

  async function localKey() {
    if (!crypto.subtle) return null;
    if (!secret) {
      const bytes = new Uint8Array(form.dataset.draftKey.match(/../g).map((pair) => parseInt(pair, 16)));
      secret = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
    }
    return secret;
  }

  const to64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const from64 = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

  async function keepHere() {
    const at = changed;
    try {
      const using = await localKey();
      if (!using) return false;
      const nonce = crypto.getRandomValues(new Uint8Array(12));
      const clear = new TextEncoder().encode(JSON.stringify(pairs()));
      const data = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, using, clear));
      if (at <= saved || at < held) return true; // what was begun earlier may be encrypted later
      held = at;
      const kept = { form: form.dataset.draft, at: Date.now(), seen: form.elements._seen.value, writer };
      localStorage.setItem(place(), JSON.stringify({ ...kept, nonce: to64(nonce), data: to64(data) }));
      return true;
    } catch {
      return false;
    }
  }

  async function readHere(kept) {
    const clear = await crypto.subtle.decrypt({ name: "AES-GCM", iv: from64(kept.nonce) }, await localKey(), from64(kept.data));
    return JSON.parse(new TextDecoder().decode(clear));
  }

  function forgetHere(where = place()) {
    try {
      localStorage.removeItem(where);
    } catch {
      // a browser that keeps nothing has nothing to forget
    }
  }

  function keptHere() {
    const found = [];
    try {
      for (const where of Object.keys(localStorage)) {
        if (!where.startsWith("hasila.draft.")) continue;
        const kept = JSON.parse(localStorage.getItem(where));
        if (Date.now() - kept.at > TERM) forgetHere(where);
        else if (where.startsWith(`hasila.draft.${form.dataset.draftWho}.`) && kept.form === form.dataset.draft) {
          found.push({ where, kept });
        }
      }
    } catch {
      return [];
    }
    return found;
  }

  // ------------------------------------------------------------------ the form

  const pairs = () => [...new FormData(form)].filter(([name, value]) => !OWN.has(name) && typeof value === "string");

  function fill(held) {
    const values = new Map();
    for (const [name, value] of held) values.set(name, [...(values.get(name) || []), value]);
    for (const field of form.elements) {
      if (!field.name || OWN.has(field.name) || field.type === "file") continue;
      const given = values.get(field.name);
      if (field.type === "checkbox" || field.type === "radio") field.checked = Boolean(given && given.includes(field.value));
      else if (field.tagName === "SELECT" && field.multiple) {
        for (const option of field.options) option.selected = Boolean(given && given.includes(option.value));
      } else if (given) field.value = given[given.length - 1];
    }
  }

  // ------------------------------------------------------------------ the server

  function parcel() {
    const body = new FormData(form);
    for (const field of form.querySelectorAll("input[type=file]")) body.delete(field.name); // a file is sent once
    body.set("_save", "quietly");
    body.set("_writer", writer);
    body.set("_serial", String(++serial));
    body.set("_after", after);
    return body;
  }

  function plan(wait) {
    clearTimeout(waiting);
    if (!stopped && !sending) waiting = setTimeout(save, wait);
  }

  function typed() {
    changed += 1;
    if (!first) first = Date.now();
    if (!localWaiting) {
      localWaiting = setTimeout(() => {
        localWaiting = 0;
        keepHere();
      }, LOCAL);
    }
    if (!failures && !running) plan(Math.max(0, Math.min(PAUSE, first + LONGEST - Date.now())));
  }

  function save() {
    if (running || stopped || sending || changed === saved) return running || Promise.resolve();
    running = send().finally(() => {
      running = null;
      if (changed === saved) return;
      plan(failures ? Math.min(SLOWEST, 1000 * 2 ** failures) : PAUSE);
    });
    return running;
  }

  async function send() {
    const upTo = changed;
    let answer;
    try {
      answer = await fetch(location.href, { method: "POST", body: parcel(), headers: { Accept: "application/json" } });
    } catch {
      return fail("kept");
    }
    if (answer.redirected || answer.status === 403 || answer.status === 401) return fail("ended");
    if (answer.status >= 500 || answer.status === 429) return fail("kept");
    const result = await answer.json().catch(() => null);
    if (!result) return fail("ended");
    if (!answer.ok) return refused(answer.status, result);
    form.elements._seen.value = result.version;
    saved = upTo;
    after = "";
    first = changed === saved ? 0 : Date.now();
    if (changed === saved && !sending) forgetHere();
    say(result.told ? `${result.message}. ${result.told}` : result.message, result.told ? "told" : "saved", failures > 0);
    failures = 0;
    return undefined;
  }

  async function fail(why) {
    failures += 1;
    const here = await keepHere();
    say((here ? line.dataset[why] : line.dataset.lost).replace("{time}", clock()), why);
  }

  function refused(status, result) {
    stopped = status !== 413;
    keepHere();
    say(`${result.message} ${result.remedy}`, "refused", true);
    if (["drafts.begun_elsewhere", "drafts.changed_elsewhere", "drafts.gone"].includes(result.code)) {
      clash.hidden = false;
      for (const one of clash.querySelectorAll("[data-draft-there]")) one.hidden = !result.other;
      clash.querySelector("[data-draft-theirs]").href = result.other;
    }
  }

  clash.querySelector("[data-draft-apart]").addEventListener("click", (event) => {
    event.preventDefault();
    forgetHere();
    form.elements._apart.value = "1";
    form.elements._key.value = Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
    form.elements._seen.value = "0";
    clash.hidden = true;
    stopped = false;
    failures = 0;
    changed += 1;
    save();
  });

  // ------------------------------------------------------------------ when

  form.addEventListener("input", typed);
  form.addEventListener("change", typed);
  window.addEventListener("online", () => plan(0));

  window.addEventListener("pagehide", () => {
    if (stopped || sending || changed === saved || !navigator.sendBeacon) return;
    navigator.sendBeacon(location.href, parcel());
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });

  // Whatever else is sent from this page (signing out, another language) waits until the text is saved.
  let passing = false;
  document.addEventListener(
    "submit",
    (event) => {
      if (event.target === form) own(event);
      else if (!passing && !stopped && changed !== saved) wait(event);
    },
    true,
  );

  function own(event) {
    if (event.submitter?.name === "_save" && event.submitter.value !== "page") {
      sending = true; // the two texts come together on the page that answers, which holds all of it
      clearTimeout(waiting);
      sessionStorage.setItem("hasila.met", place());
      return;
    }
    if (event.submitter?.name === "_save") {
      event.preventDefault();
      changed += 1;
      save();
      return;
    }
    sending = true;
    clearTimeout(waiting);
    history.replaceState({ ...history.state, sentAs: key() }, "");
    if (changed !== saved) keepHere();
    sessionStorage.setItem("hasila.sent", place());
  }

  function wait(event) {
    event.preventDefault();
    const { target, submitter } = event;
    const enough = new Promise((go) => setTimeout(go, 6000));
    Promise.race([save(), enough]).finally(() => {
      passing = true;
      target.requestSubmit(submitter);
    });
  }

  window.addEventListener("pageshow", () => {
    sending = false;
  });

  // A form that came back refused holds more than its draft; an empty one leaves none behind.
  const written = (field) => field.matches("textarea, input:not([type=hidden], [type=checkbox], [type=radio], [type=file])");
  const anything = () => [...form.elements].some((field) => field.name && written(field) && field.value.trim());
  if (form.dataset.draftSent !== undefined && anything()) typed();

  // ------------------------------------------------------------------ what was kept here and never reached the server

  const met = sessionStorage.getItem("hasila.met");
  if (met) {
    forgetHere(met);
    sessionStorage.removeItem("hasila.met");
  }
  const was = sessionStorage.getItem("hasila.sent"); // under another key: this page holds what was sent under that one
  if (was && was !== place() && form.dataset.draftSent !== undefined) forgetHere(was);
  const template = document.querySelector("[data-draft-template]");
  // What left with the page a moment before it closed did reach the server: where the form stands as it was kept, there
  // is nothing to offer.
  const typedIn = (held) => {
    const own = held.filter(([name, value]) => !name.startsWith("_") && value);
    return JSON.stringify(own.map(([name, value]) => [name, value.replaceAll("\r\n", "\n")]).sort());
  };
  const stands = async (kept) => {
    try {
      return typedIn(await readHere(kept)) === typedIn(pairs());
    } catch {
      return false; // it is offered, and says so where it can't be read
    }
  };
  const offered = async ({ where, kept }) => {
    if (where === place() && form.dataset.draftSent !== undefined) return;
    if (where === place() && (await stands(kept))) {
      forgetHere(where);
      return;
    }
    const same = document.querySelector(`[data-draft-offer="${CSS.escape(where.split(".").pop())}"]`);
    if (same) same.hidden = true; // the server's draft of the same text: it is offered once
    const offer = template.content.firstElementChild.cloneNode(true);
    const words = offer.querySelector("[data-draft-words]");
    words.textContent = words.textContent.replace("{time}", new Date(kept.at).toTimeString().slice(0, 5));
    offer.querySelector("[data-draft-drop]").addEventListener("click", () => {
      forgetHere(where);
      offer.remove();
      if (same) same.hidden = false;
    });
    offer.querySelector("[data-draft-go]").addEventListener("click", async () => {
      try {
        fill(await readHere(kept));
      } catch {
        forgetHere(where);
        offer.remove();
        if (same) same.hidden = false;
        return;
      }
      form.elements._seen.value = kept.seen;
      after = kept.writer;
      document.querySelector(`[data-draft-offer="${CSS.escape(key())}"]`)?.remove();
      offer.remove();
      typed();
      save();
    });
    template.parentElement.prepend(offer);
  };
  for (const one of keptHere()) offered(one);
})();
