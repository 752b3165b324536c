// The square of a receipt brings reference and code behind the hash of the address: they are put into the form and sent
// in the body of a request, and the address is cleared. Without this file both are typed.
(() => {
  "use strict";

  const form = document.querySelector("[data-follow]");

  function take() {
    const found = location.hash.slice(1).match(/^([A-Z]{2,5}-\d\d-[0-9A-Z]{10})\.([0-9A-Z]{5}-[0-9A-Z]{5})$/);
    if (!found) return;
    if (!form) {
      location.assign(`${location.pathname}?again${location.hash}`); // an answer stands here: the form is needed first
      return;
    }
    history.replaceState(null, "", location.pathname);
    form.elements.reference.value = found[1];
    form.elements.code.value = found[2];
    form.requestSubmit();
  }

  window.addEventListener("hashchange", take);
  take();
})();
