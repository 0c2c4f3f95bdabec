// Copies a secret: asks for it when the button is pressed and not before, and never says "copied" when it was not.
// Without a clipboard (plain http on a LAN, an old browser) it shows the value selected, with what to press.

const status = document.querySelector("[data-status]");

function say(text) {
  status.textContent = "";
  requestAnimationFrame(() => { status.textContent = text; });
}

async function fetchSecret(form) {
  const response = await fetch(form.action, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams(new FormData(form)),
    cache: "no-store",
    redirect: "manual",
  });
  if (!response.ok) {
    return null;
  }
  return (await response.json()).data.value;
}

function show(form, secret) {
  const box = document.getElementById(form.dataset.reveal);
  const field = box.querySelector("input");
  field.value = secret;
  box.hidden = false;
  field.focus();
  field.select();
  const forget = () => { field.value = ""; box.hidden = true; };
  document.addEventListener("visibilitychange", () => { if (document.hidden) forget(); }, { once: true });
  window.addEventListener("pagehide", forget, { once: true });
  say(form.dataset.press);
}

async function copy(form) {
  let secret = null;
  try {
    secret = await fetchSecret(form);
  } catch {
    say(form.dataset.failed);
    return;
  }
  if (secret === null) {
    form.submit(); // the server's page says why: confirm who it is, or something changed
    return;
  }
  try {
    await navigator.clipboard.writeText(secret);
    say(form.dataset.copied);
  } catch {
    show(form, secret);
  }
}

for (const form of document.querySelectorAll("[data-copy]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    copy(form);
  });
}
