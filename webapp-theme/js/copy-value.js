// Puts a copy button beside each value that people copy: an element with the button's name in data-copyable. Where the browser
// lets no page copy, the value is selected instead. Without this one selects it oneself.

const TICK_MS = 4000;
const button = document.getElementById("copy-button").content.firstElementChild;
const said = document.getElementById("copy-said");

function select(value) {
  const range = document.createRange();
  range.selectNodeContents(value);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}

async function copy(value, control) {
  try {
    await navigator.clipboard.writeText(value.textContent);
    control.dataset.state = "copied";
    say(said.dataset.copied);
    setTimeout(() => { delete control.dataset.state; }, TICK_MS);
  } catch {
    select(value);
    say(said.dataset.press);
  }
}

function say(text) {
  said.textContent = "";
  requestAnimationFrame(() => { said.textContent = text; }); // so that the same words are read out again
}

function place(value, control) {
  if (value.tagName === "PRE") {
    const frame = document.createElement("div");
    frame.className = "copyable";
    value.before(frame);
    frame.append(value, control);
  } else {
    control.classList.add("copy");
    value.after(control);
  }
}

function add(value) {
  const control = button.cloneNode(true);
  control.setAttribute("aria-label", value.dataset.copyable);
  control.title = value.dataset.copyable;
  control.addEventListener("click", () => copy(value, control));
  delete value.dataset.copyable;
  place(value, control);
}

const addAll = () => document.querySelectorAll("[data-copyable]").forEach(add);
addAll();
document.addEventListener("refreshed", addAll);
