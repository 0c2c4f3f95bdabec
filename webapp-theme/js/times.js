// Shows times as the reader's clock has them, with the zone's name; the time in UTC, as the server wrote it, stays
// on hover. What asks for it by data-ago is told as minutes ago within the hour. Days and hours that a table
// counts in UTC stay as they are.

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const TICK_MS = 30_000;

const day = { day: "numeric", month: "short", year: "numeric" };
const minutes = { ...day, hour: "2-digit", minute: "2-digit", timeZoneName: "short" };
const format = new Intl.DateTimeFormat("en-GB", minutes);
const exact = new Intl.DateTimeFormat("en-GB", { ...minutes, second: "2-digit" });
const ago = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

function words(at, relative, toTheSecond) {
  const age = Date.now() - at;
  if (relative && age >= 0 && age < HOUR_MS) {
    return age < MINUTE_MS ? "just now" : ago.format(-Math.floor(age / MINUTE_MS), "minute");
  }
  return (toTheSecond ? exact : format).format(at);
}

function show() {
  for (const time of document.querySelectorAll("time[datetime]")) {
    time.dataset.utc ??= time.textContent;
    const { utc } = time.dataset;
    const at = Date.parse(time.dateTime);
    if (utc.endsWith(" UTC") && !Number.isNaN(at)) {
      const text = words(at, "ago" in time.dataset, /:\d\d:\d\d UTC$/.test(utc));
      if (time.textContent !== text) {
        time.textContent = text;
      }
      time.title = utc;
    }
  }
}

show();
setInterval(show, TICK_MS);
document.addEventListener("refreshed", show);
