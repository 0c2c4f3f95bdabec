// Copies a secret: asks for it when the button is pressed and not before, and never says "copied" when it was not.
// Without a clipboard (plain http on a LAN, an old browser) it shows the value selected, with what to press.

const TICK_MS = 4000;

const part = (form, name) => document.getElementById(`${form.dataset.copy}-${name}`);

function say(form, tone, text) {
  const said = part(form, "said");
  said.dataset.tone = tone;
  said.textContent = "";
  requestAnimationFrame(() => { said.textContent = text; }); // so that the same words are read out again
}

// The secret as value; else why there is none: the server wants to know first who asks, or something changed.
async function fetchSecret(form, proof) {
  const body = new URLSearchParams(new FormData(form));
  for (const [name, value] of Object.entries(proof ?? {})) {
    body.set(name, value);
  }
  const response = await fetch(form.action, {
    method: "POST",
    headers: { Accept: "application/json" },
    body,
    cache: "no-store",
    redirect: "manual",
  });
  takeToken(response);
  const json = await response.json().catch(() => null);
  if (response.ok) {
    return { value: json.data.value };
  }
  const why = json?.messages?.[0] ?? {};
  return { asks: why.code === "signin.not.recent", refused: proof !== undefined && why.message };
}

// Who confirms gets a new session, and the forms of this page its token.
function takeToken(response) {
  const token = response.headers.get("X-CSRF-Token");
  if (token) {
    document.querySelectorAll("input[name=_csrf]").forEach((field) => { field.value = token; });
  }
}

// The clipboard is given a promise, since some browsers let a page write only in the moment of the press itself.
async function writeToClipboard(secret) {
  if (window.ClipboardItem) {
    const text = secret.then(({ value }) => new Blob([value ?? refuse()], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": text })]);
  } else {
    await navigator.clipboard.writeText((await secret).value ?? refuse());
  }
}

function refuse() {
  throw new Error("no secret");
}

function showCopied(form) {
  hideValue(form);
  showUse(form);
  say(form, "good", form.dataset.copied);
  form.dataset.state = "copied";
  setTimeout(() => { delete form.dataset.state; }, TICK_MS);
}

function showUse(form) {
  const last = part(form, "last");
  last.textContent = last.dataset.now;
}

function hideValue(form) {
  const field = part(form, "clear");
  field.value = "";
  field.hidden = true;
}

// In clear only for as long as the page is looked at.
function showValue(form, secret) {
  const field = part(form, "clear");
  const forget = () => { hideValue(form); say(form, "plain", ""); };
  field.value = secret;
  field.hidden = false;
  field.focus();
  field.select();
  document.addEventListener("visibilitychange", forget, { once: true });
  window.addEventListener("pagehide", forget, { once: true });
  showUse(form);
  say(form, "plain", form.dataset.press);
}

async function copy(form, proof) {
  const secret = fetchSecret(form, proof);
  try {
    await writeToClipboard(secret);
    showCopied(form);
  } catch {
    await fallBack(form, secret);
  }
}

async function fallBack(form, secret) {
  try {
    const answer = await secret;
    if (answer.value) {
      showValue(form, answer.value);
    } else if (answer.asks || answer.refused) {
      await confirm(form, answer.refused || "");
    } else {
      form.submit(); // the server's page says why
    }
  } catch {
    say(form, "bad", form.dataset.failed);
  }
}

// Asks for the password, and for a code where the person has a second factor, or for a passkey. Its button is the press
// in which some browsers let a page write to the clipboard.
function confirm(form, complaint) {
  const dialog = document.getElementById("confirm");
  const field = document.getElementById("confirm-password");
  const said = document.getElementById("confirm-complaint");
  said.textContent = complaint;
  const code = document.getElementById("confirm-code");
  const clear = () => { field.value = ""; if (code) { code.value = ""; } };
  clear();
  dialog.showModal();
  dialog.dispatchEvent(new Event("confirming")); // passkey.js listens
  field.focus();
  let passkey;
  const use = (event) => { passkey = event.detail; dialog.close("confirm"); };
  dialog.addEventListener("passkey", use);
  return new Promise((done) => {
    dialog.addEventListener("close", () => {
      dialog.removeEventListener("passkey", use);
      const typed = { _password: field.value, ...(code && { _code: code.value }) };
      const proof = passkey ? { _passkey: passkey } : typed;
      clear();
      done(dialog.returnValue === "confirm" ? copy(form, proof) : undefined);
    }, { once: true });
    dialog.returnValue = "";
  });
}

for (const form of document.querySelectorAll("[data-copy]")) {
  let running = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!running) {
      running = true;
      await copy(form);
      running = false;
    }
  });
}
