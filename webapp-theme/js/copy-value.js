// Puts a copy button beside each value that people copy: an element with the button's name in data-copyable. Where
// the browser lets no page copy, the value is selected instead. Without this one selects it oneself.

const TICK_MS = 4000;
const button = document.getElementById("copy-button").content.firstElementChild;
const said = document.getElementById("copy-said");

const isField = (value) => value.matches("input, textarea");

function select(value) {
  if (isField(value)) {
    value.select();
    return;
  }
  const range = document.createRange();
  range.selectNodeContents(value);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}

async function copy(value, control) {
  try {
    await navigator.clipboard.writeText(isField(value) ? value.value : value.innerText);
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
  if (value.matches("pre, ul, input, textarea")) {
    const frame = document.createElement("div");
    frame.className = isField(value) ? "copyline" : "copyable";
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
