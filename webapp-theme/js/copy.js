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

// Null if the server gave none: it wants to know first who asks, or something changed.
async function fetchSecret(form) {
  const response = await fetch(form.action, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams(new FormData(form)),
    cache: "no-store",
    redirect: "manual",
  });
  return response.ok ? (await response.json()).data.value : null;
}

// The clipboard is given a promise, since some browsers let a page write only in the moment of the press itself.
async function writeToClipboard(secret) {
  if (window.ClipboardItem) {
    const text = secret.then((value) => new Blob([value ?? refuse()], { type: "text/plain" }));
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": text })]);
  } else {
    await navigator.clipboard.writeText((await secret) ?? refuse());
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

async function copy(form) {
  const secret = fetchSecret(form);
  try {
    await writeToClipboard(secret);
    showCopied(form);
  } catch {
    await fallBack(form, secret);
  }
}

async function fallBack(form, secret) {
  try {
    const value = await secret;
    if (value === null) {
      form.submit(); // the server's page says why
    } else {
      showValue(form, value);
    }
  } catch {
    say(form, "bad", form.dataset.failed);
  }
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
