// Passkeys: creates one, or uses one in place of a form's other fields. Where the browser has none, or the person, the
// buttons stay hidden and everything works without them.

// Challenges expire after five minutes: a sign-in that the browser offers in its own list is asked for again before.
const RENEW_MS = 4 * 60 * 1000;

const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

const encode = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const withIds = (list) => list.map((each) => ({ ...each, id: decode(each.id) }));

// What the server reads (WebAuthn Level 3, section 5.1): not every browser has toJSON yet.
function toText(credential) {
  const { response } = credential;
  const answer = { clientDataJSON: encode(response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[part]) {
      answer[part] = encode(response[part]);
    }
  }
  if (response.getTransports) {
    answer.transports = response.getTransports();
  }
  return JSON.stringify({
    id: credential.id,
    rawId: encode(credential.rawId),
    type: credential.type,
    response: answer,
    clientExtensionResults: {},
  });
}

async function get(options, more = {}) {
  const publicKey = {
    ...options,
    challenge: decode(options.challenge),
    allowCredentials: withIds(options.allowCredentials),
  };
  return toText(await navigator.credentials.get({ publicKey, ...more }));
}

async function create(options) {
  const publicKey = {
    ...options,
    challenge: decode(options.challenge),
    user: { ...options.user, id: decode(options.user.id) },
    excludeCredentials: withIds(options.excludeCredentials),
  };
  return toText(await navigator.credentials.create({ publicKey }));
}

// What to ask a passkey for; nothing where the server has none for this form.
async function fetchOptions(part) {
  const anyone = part.dataset.passkey === "signin";
  const token = document.querySelector("input[name=_csrf]");
  const body = new URLSearchParams();
  body.set("_csrf", token ? token.value : "");
  const kept = part.closest("form").elements.namedItem("kept");
  if (kept) {
    body.set("kept", kept.value);
  }
  const response = await fetch(part.dataset.options, {
    method: anyone ? "GET" : "POST",
    headers: { Accept: "application/json" },
    cache: "no-store",
    ...(anyone ? {} : { body }),
  });
  return response.ok ? (await response.json()).data : null;
}

function say(part, text) {
  part.querySelector("[role=alert]").textContent = text;
}

// Where each purpose sends its answer to, and in which field.
const TARGETS = {
  signin: { field: "passkey", path: (part) => part.dataset.options },
  code: { field: "passkey", path: (part) => part.dataset.options.replace(/\/options$/, "") },
  confirmation: { field: "_passkey" },
};

function send(part, answer) {
  const form = part.closest("form");
  const { field, path } = TARGETS[part.dataset.passkey];
  const hidden = Object.assign(document.createElement("input"), { type: "hidden", name: field, value: answer });
  form.append(hidden);
  if (path) {
    form.action = path(part);
  }
  form.submit(); // the other fields may be empty
}

let listed; // what the browser offers in its own list, while it does

async function use(part) {
  say(part, "");
  listed?.abort();
  try {
    const options = await fetchOptions(part);
    const answer = await get(options);
    if (part.dataset.passkey === "copy") {
      part.dispatchEvent(new CustomEvent("passkey", { bubbles: true, detail: answer }));
    } else {
      send(part, answer);
    }
  } catch {
    say(part, part.dataset.failed);
  }
}

// The browser's list of the field "Email" has the passkeys too, where it can.
async function list(part) {
  if (!await PublicKeyCredential.isConditionalMediationAvailable?.()) {
    return;
  }
  listed = new AbortController();
  const renewal = setTimeout(() => { listed.abort(); list(part); }, RENEW_MS);
  try {
    const options = await fetchOptions(part);
    send(part, await get(options, { mediation: "conditional", signal: listed.signal }));
  } catch {
    clearTimeout(renewal); // stopped, for one; the button is there
  }
}

async function offer(part) {
  const options = await fetchOptions(part).catch(() => null);
  if (!options) {
    return;
  }
  part.hidden = false;
  part.querySelector("button").addEventListener("click", () => use(part));
  if (part.dataset.passkey === "signin") {
    list(part);
  }
}

function offerCreation(form) {
  const options = JSON.parse(form.dataset.options);
  const button = form.querySelector("button");
  const said = form.querySelector("[data-said]");
  button.disabled = false;
  said.textContent = "";
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    said.textContent = "";
    button.disabled = true;
    try {
      const answer = await create(options);
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "passkey", value: answer }));
      form.submit();
    } catch {
      said.textContent = form.dataset.failed;
      button.disabled = false;
    }
  });
}

if (window.PublicKeyCredential) {
  document.querySelectorAll("div[data-passkey]:not([data-passkey=copy])").forEach(offer);
  // A page with secrets asks the server only once someone has to confirm.
  document.querySelectorAll("div[data-passkey=copy]").forEach((part) => {
    part.closest("dialog").addEventListener("confirming", () => offer(part), { once: true });
  });
  document.querySelectorAll("form[data-passkey=create]").forEach(offerCreation);
}
