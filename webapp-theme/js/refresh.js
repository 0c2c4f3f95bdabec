// Loads a page again that will show something new within seconds, a few times; not while somebody reads a part of it that
// would fold again. Without this there is a link.

const WAIT_MS = 2000;
const MOST = 15;

const key = `refresh:${location.pathname}`;

function refresh() {
  const times = Number(sessionStorage.getItem(key));
  if (times >= MOST) {
    return;
  }
  if (!document.querySelector("main details[open]")) {
    sessionStorage.setItem(key, times + 1);
    location.reload();
  } else {
    setTimeout(refresh, WAIT_MS);
  }
}

if (document.querySelector("[data-refresh]")) {
  setTimeout(refresh, WAIT_MS);
}
