// Lets the clocks of persons held run on between two looks at the server, whose time corrects the screen's own.
(() => {
  "use strict";

  const TONES = ["calm", "soon", "near", "pressing"];
  const ahead = new WeakMap();

  function shown(minutes) {
    return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
  }

  function paint(clock) {
    if (!ahead.has(clock)) ahead.set(clock, Number(clock.dataset.now) - Date.now());
    const now = Date.now() + ahead.get(clock);
    const limit = Number(clock.dataset.limit);
    const over = now >= limit;
    const left = Math.floor((limit - now) / 60000);
    const minutes = over ? Math.floor((now - limit) / 60000) : left;
    const passed = clock.dataset.alarms.split(",").filter((alarm) => left < Number(alarm)).length;
    const tone = over ? "over" : TONES[Math.min(passed, TONES.length - 1)];
    clock.querySelector("[data-shown]").textContent = shown(minutes);
    clock.querySelector("[data-left]").hidden = over;
    clock.querySelector("[data-over]").hidden = !over;
    clock.className = `clock clock--${tone}`;
    const bar = clock.querySelector("progress");
    bar.value = Math.max(0, bar.max - Math.max(0, left));
    const one = clock.closest(".held__one");
    if (one) one.className = `panel held__one held__one--${tone}`;
  }

  function paintAll() {
    for (const clock of document.querySelectorAll("[data-limit]")) paint(clock);
  }

  paintAll();
  setInterval(paintAll, 1000);
})();
