// Draws the table of counts as bars, and folds the table away. Without this the table is all there is to see.

const chart = document.getElementById("chart");
const counts = document.getElementById("counts");
const dark = matchMedia("(prefers-color-scheme: dark)");
const HEIGHT = 220;

const HOUR = 3600;

// A table may leave out the hours that have nothing to say; the chart then says from when to when it is.
const rows = new Map([...counts.querySelectorAll("tbody tr")].map((row) => [Number(row.dataset.at), row.cells]));
const { from, to } = chart.dataset;
const times = from ? Array.from({ length: (to - from) / HOUR + 1 }, (_, i) => Number(from) + i * HOUR) : [...rows.keys()];
const number = (cell) => (cell ? Number(cell.dataset.calls ?? cell.textContent) : 0);
const figures = (column) => times.map((at) => number(rows.get(at)?.[column]));
const allowed = figures(1);
const refused = figures(2);
const total = allowed.map((calls, i) => calls + refused[i]);

// A canvas takes no custom property: what the theme says is read off an element that has it.
function colour(name) {
  const probe = document.createElement("span");
  probe.className = `chart__${name}`;
  chart.append(probe);
  const value = getComputedStyle(probe).color;
  probe.remove();
  return value;
}

const DAY = 24 * HOUR;
const byHour = times[1] - times[0] <= HOUR;
const short = byHour && times.at(-1) - times[0] <= 2 * DAY;
const day = { day: "numeric", month: "short" };
const hour = { hour: "2-digit", minute: "2-digit" };
const words = (parts) => new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...parts });
const label = words(short ? hour : day);
const full = words(byHour ? { ...day, ...hour } : day);

function draw() {
  chart.hidden = false;
  chart.replaceChildren();
  const axis = { stroke: colour("ink"), grid: { stroke: colour("line"), width: 1 }, ticks: { show: false }, font: `12px ${getComputedStyle(chart).fontFamily}` };
  const bars = uPlot.paths.bars({ size: [0.7, 40] });
  const plain = (value) => (value == null ? "" : value.toLocaleString("en"));
  new uPlot({
    width: chart.clientWidth,
    height: HEIGHT,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
    cursor: { drag: { x: false, y: false }, points: { show: false } },
    scales: { x: { range: (u, min, max) => [min - (times[1] - times[0]) / 2, max + (times[1] - times[0]) / 2] }, y: { range: (u, min, max) => [0, Math.max(max, 4)] } },
    axes: [{ ...axis, ...(byHour && !short ? { incrs: [DAY, 2 * DAY] } : {}), values: (u, at) => at.map((seconds) => label.format(seconds * 1000)) }, { ...axis, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 1e7, 1e8], size: 60 }],
    series: [
      { label: counts.querySelector("th").textContent, value: (u, at) => (at == null ? "" : (rows.get(at)?.[0].textContent ?? full.format(at * 1000))) },
      // The whole bar first; what was allowed is drawn over its lower part.
      { label: chart.dataset.refused, paths: bars, fill: colour("refused"), stroke: colour("refused"), width: 0, points: { show: false }, value: (u, value, series, i) => (i == null ? "" : plain(refused[i])) },
      { label: chart.dataset.allowed, paths: bars, fill: colour("allowed"), stroke: colour("allowed"), width: 0, points: { show: false }, value: (u, value) => plain(value) },
    ],
  }, [times, total, allowed], chart);
}

draw();
counts.open = false;
let width = chart.clientWidth;
new ResizeObserver(() => {
  if (chart.clientWidth !== width) {
    width = chart.clientWidth;
    draw();
  }
}).observe(chart.parentElement);
dark.addEventListener("change", draw);
