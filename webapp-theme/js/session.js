// Clears what a page shows once its session is over, in every tab: after signing out elsewhere, and after its time. The page
// is loaded again then, and the server decides what may be seen. Typed text stays: sending it leads to the
// sign-in and on from there.

// Another installation may live at another path of this host.
const key = `session-ends:${new URL(document.body.dataset.home, location.href).pathname}`;

// The server writes the last use once a minute, so a session may last that much longer than it told.
const LATE_MS = 90_000;
const CHECK_MS = 20_000;

const { session } = document.body.dataset;
let ends = 0;

function tell(time) {
  try {
    localStorage.setItem(key, time);
  } catch {
    // Browsers may forbid a page to store anything: then each tab knows its own time alone.
  }
}

const isTyped = (field) =>
  field.type === "checkbox" || field.type === "radio"
    ? field.checked !== field.defaultChecked
    : "defaultValue" in field && field.type !== "hidden" && field.value !== field.defaultValue;

function clear() {
  const typed = [...document.querySelectorAll("main input, main textarea")].some(isTyped);
  if (!typed) {
    location.replace(location.pathname + location.search); // a reload would send a form again
  }
}

function check() {
  if (Date.now() >= ends) {
    clear();
  }
}

if (session) {
  ends = Date.now() + Number(session) * 1000 + LATE_MS;
  tell(ends);
  setInterval(check, CHECK_MS);
  document.addEventListener("visibilitychange", check); // timers rest in hidden tabs and while a machine sleeps
  addEventListener("storage", (change) => {
    if (change.key === key) {
      ends = Number(change.newValue);
      check();
    }
  });
} else if (document.querySelector("[data-signed-out]")) {
  tell(0);
}
