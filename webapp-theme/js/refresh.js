// Brings the parts of a page up to date that show something under way, marked data-live, for as long as one of
// them asks for it by data-refresh (seconds). The rest of the page, what has the focus and what is open stay as
// they are. It ends after some minutes: each look is a use of the session. Without this there is a link.

const MOST_MS = 5 * 60_000;

const asks = (page) => page.querySelector("[data-refresh]");
const seconds = () => Number(asks(document)?.dataset.refresh) || 2;

// Not what someone reads or uses right now.
const isInUse = (part) => part.contains(document.activeElement) || part.querySelector("details[open]");

// Says whether a part has to wait until nobody uses it.
function replace(fresh) {
  let waits = false;
  for (const part of document.querySelectorAll("[data-live][id]")) {
    const next = fresh.getElementById(part.id);
    if (!next) {
      part.remove();
    } else if (isInUse(part)) {
      waits = true;
    } else {
      part.replaceWith(document.adoptNode(next));
    }
  }
  document.dispatchEvent(new Event("refreshed"));
  return waits;
}

async function look() {
  if (document.hidden) {
    return true;
  }
  const response = await fetch(location.href, { cache: "no-store", redirect: "manual" });
  if (!response.ok) {
    return false;
  }
  const waits = replace(new DOMParser().parseFromString(await response.text(), "text/html"));
  return waits || asks(document) !== null;
}

const ends = Date.now() + MOST_MS;

function wait() {
  setTimeout(async () => {
    const more = await look().catch(() => true);
    if (more && Date.now() < ends) {
      wait();
    }
  }, seconds() * 1000);
}

if (asks(document)) {
  document.querySelectorAll("[data-without-script]").forEach((link) => { link.hidden = true; });
  wait();
}
