// Says that a form is still being worked on, once that takes more than a second: an import, a replay, a large list.
// The answer is a page, which takes the place of this one; a dialog's form has none.

const PATIENCE_MS = 1000;

const said = document.getElementById("working");
let timer;

function clear() {
  clearTimeout(timer);
  said.textContent = "";
  document.querySelectorAll("button[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
}

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method === "dialog") {
    return;
  }
  clear();
  timer = setTimeout(() => {
    said.textContent = said.dataset.text;
    event.submitter?.setAttribute("aria-busy", "true");
  }, PATIENCE_MS);
});

// Back from the answer: the browser shows this page as it was left.
addEventListener("pageshow", (event) => {
  if (event.persisted) {
    clear();
  }
});
