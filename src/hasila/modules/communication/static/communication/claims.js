// The article and its claims go together: what is chosen in one is shown in the other, by mouse and by keyboard. Without
// this file each claim is a link that opens the same page with the claim chosen.
(() => {
  "use strict";

  const marks = [...document.querySelectorAll("[data-claim]")];
  const findings = [...document.querySelectorAll("[data-finding]")];
  const hint = document.querySelector("[data-keys]");
  if (!findings.length) return;
  if (hint) hint.hidden = false;

  const markOf = (place) => marks.find((one) => one.dataset.claim === place);
  const findingOf = (place) => findings.find((one) => one.dataset.finding === place);

  function show(place) {
    for (const one of marks) {
      if (one.dataset.claim === place) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
    }
    for (const one of findings) one.open = one.dataset.finding === place;
    history.replaceState(null, "", `?claim=${place}`);
  }

  function near(element) {
    if (element) element.scrollIntoView({ block: "nearest" });
  }

  for (const mark of marks) {
    mark.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const place = mark.dataset.claim;
      show(place);
      const finding = findingOf(place);
      near(finding);
      if (event.detail === 0) finding.querySelector("summary").focus(); // by keyboard
    });
  }

  for (const finding of findings) {
    finding.addEventListener("toggle", () => {
      if (finding.open) {
        show(finding.dataset.finding);
        near(markOf(finding.dataset.finding));
      }
    });
  }

  function step(row, element, by) {
    const next = row[row.indexOf(element) + by];
    if (!next) return false;
    next.focus();
    near(next);
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const mark = event.target.closest("[data-claim]");
    const finding = event.target.closest("[data-finding]");
    const summaries = findings.map((one) => one.querySelector("summary"));
    if (by && mark && step(marks, mark, by)) event.preventDefault();
    else if (by && finding && event.target.matches("summary") && step(summaries, event.target, by)) event.preventDefault();
    else if (event.key === "Escape" && finding) {
      const back = markOf(finding.dataset.finding);
      if (back) back.focus();
    }
  });
})();
