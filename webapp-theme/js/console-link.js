// Redeems a console link: at once where nobody is signed in, else when its button is pressed. By fetch, so that the
// request names its origin under our no-referrer policy too, and so that the link is not left in the tab's history.

const form = document.querySelector("[data-console-link]");
let running = false;

async function redeem() {
  if (running) {
    return;
  }
  running = true;
  try {
    const response = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(new FormData(form)),
      cache: "no-store",
      redirect: "error",
    });
    if (response.ok) {
      location.replace((await response.json()).data.location);
      return;
    }
  } catch {
    // The server's page says why.
  }
  form.submit();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  redeem();
});

if ("atOnce" in form.dataset && window.top === window) {
  if (document.prerendering) { // nobody looks at it yet
    document.addEventListener("prerenderingchange", redeem, { once: true });
  } else {
    redeem();
  }
}
