// Takes what a reader types into the field "Scan the card", has it read, and fills the fields of the same form.
// The zone itself is never sent with the form: the field has no name.
(() => {
  "use strict";

  const QUIET = 250; // a reader types a whole card within this; who types by hand ends with Enter or by leaving
  const ENOUGH = 72;

  for (const box of document.querySelectorAll("[data-scan]")) {
    const form = box.closest("form");
    const zone = box.querySelector("[data-scan-zone]");
    const said = box.querySelector("[data-scan-said]");
    let waiting = 0;
    let asked = "";
    box.hidden = false;

    const length = () => zone.value.replace(/\s/g, "").length;

    zone.addEventListener("input", () => {
      clearTimeout(waiting);
      said.textContent = "";
      if (length() >= ENOUGH) waiting = setTimeout(read, QUIET);
    });
    zone.addEventListener("change", () => {
      if (length()) read();
    });
    async function read() {
      clearTimeout(waiting);
      if (zone.value === asked) return;
      asked = zone.value;
      const body = new FormData();
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      body.set("zone", asked);
      for (const name of ["latin_name", "latin_given", "latin_family"]) {
        if (form.elements[name]?.value) body.append("known", form.elements[name].value);
      }
      let answer;
      let result;
      try {
        answer = await fetch(box.dataset.scan, { method: "POST", body });
        result = await answer.json();
      } catch {
        asked = "";
        return;
      }
      if (zone.value !== asked) return;
      said.textContent = answer.ok ? result.message : `${result.message} ${result.remedy}`;
      said.dataset.mood = answer.ok ? "good" : "bad";
      if (!answer.ok) return;
      zone.value = "";
      asked = "";
      for (const name of Object.keys(result.fields)) fill(name, result.fields[name]);
      form.dispatchEvent(new Event("input", { bubbles: true }));
      next();
    }

    function fill(name, value) {
      const field = form.elements[name];
      if (!field) return;
      field.value = value;
      const parts = field instanceof RadioNodeList ? [...field] : [field];
      for (const part of parts) part.closest(".field")?.classList.add("field--filled");
    }

    function next() {
      const fields = [...form.elements].filter((field) => field.offsetParent && field.type !== "hidden");
      const free = fields.slice(fields.indexOf(zone) + 1).find((field) => "value" in field && !field.value);
      free?.focus();
    }
  }
})();
