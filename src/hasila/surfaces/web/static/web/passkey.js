// Passkeys: what the server asks is shown to the browser's own dialogue, and its answer is sent as a form.
(() => {
  "use strict";

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  function asked(options) {
    const wanted = options.publicKey;
    wanted.challenge = bytes(wanted.challenge);
    if (wanted.user) wanted.user.id = bytes(wanted.user.id);
    for (const list of ["excludeCredentials", "allowCredentials"]) {
      for (const known of wanted[list] || []) known.id = bytes(known.id);
    }
    return { publicKey: wanted };
  }

  function answered(credential) {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    if (credential.response.getTransports) response.transports = credential.response.getTransports();
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    });
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const said = form.querySelector("[data-passkey-failed]");
    const button = form.querySelector("button");
    const say = (words) => {
      said.textContent = words;
      said.hidden = false;
    };
    if (!window.PublicKeyCredential) {
      say(said.dataset.passkeyMissing);
      button.disabled = true;
      continue;
    }
    form.addEventListener("submit", async (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      if (form.elements.name && !form.elements.name.value.trim()) {
        say(said.dataset.passkeyNameless);
        form.elements.name.focus();
        return;
      }
      said.hidden = true;
      button.disabled = true;
      try {
        const options = asked(JSON.parse(form.dataset.options));
        const credential = await navigator.credentials[form.dataset.passkey](options);
        form.elements.credential.value = answered(credential);
        form.submit();
      } catch (failure) {
        // The one failure that another try doesn't mend: the device holds a key of this account already.
        const held = failure.name === "InvalidStateError" && said.dataset.passkeyHeld;
        say(held || said.dataset.passkeyFailed);
        button.disabled = false;
      }
    });
  }
})();
