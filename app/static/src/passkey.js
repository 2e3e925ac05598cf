// A key of this telephone or computer (WebAuthn). The form posts as any other once the key answered.

/** Bytes of a base64url text. */
function bytes(text) {
  const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(plain, (c) => c.charCodeAt(0));
}

/** A base64url text of some bytes. */
function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

/** What the server asks, with bytes where the browser wants bytes. */
function readOptions(options) {
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const list of [options.excludeCredentials, options.allowCredentials]) {
    for (const key of list || []) key.id = bytes(key.id);
  }
  return options;
}

/** What the key answered, as the JSON the server reads. */
function writeCredential(credential) {
  const answer = {};
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (credential.response[name]) answer[name] = text(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: answer,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

/** Ask the server for a challenge, the key for its answer, and send it. */
async function ask(form) {
  const answer = await fetch(form.dataset.options, {
    method: 'POST',
    headers: { 'X-CSRFToken': form.elements.csrf_token.value },
  });
  if (!answer.ok) throw new Error(`options: ${answer.status}`);
  const publicKey = readOptions(await answer.json());
  const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
  form.elements.credential.value = writeCredential(credential);
  form.submit();
}

for (const form of document.querySelectorAll('form[data-passkey]')) {
  const failed = form.querySelector('[data-passkey-failed]');
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    event.stopPropagation();
    failed.hidden = true;
    const button = form.querySelector('button');
    button.disabled = true;
    ask(form).catch(() => {
      failed.hidden = false;
      button.disabled = false;
    });
  });
  if (!window.PublicKeyCredential) {
    failed.hidden = false;
    form.querySelector('button').disabled = true;
  }
}
