// A passkey is made or asked for by the browser; what it answers leaves with the form of
// templates/components/passkey_form.html.
const asked = {
  create: (options) => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
  get: (options) => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) break;
  const refused = form.querySelector("[data-passkey-refused]");
  form.querySelector("[data-passkey-missing]").hidden = true;
  form.querySelector("[data-passkey-button]").hidden = false;
  form.addEventListener("submit", async (event) => {
    const field = form.elements.credential;
    if (field.value) return;
    event.preventDefault();
    refused.hidden = true;
    try {
      const credential = await asked[form.dataset.passkey](JSON.parse(form.dataset.passkeyOptions));
      field.value = JSON.stringify(credential);
    } catch {
      refused.hidden = false;
      return;
    }
    form.requestSubmit();
  });
}
