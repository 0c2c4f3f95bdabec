// Draws the table of counts as bars, and folds the table away. Without this the table is all there is to see.

const chart = document.getElementById("chart");
const counts = document.getElementById("counts");
const dark = matchMedia("(prefers-color-scheme: dark)");
const HEIGHT = 220;
const HEADROOM = 1.1;

const HOUR = 3600;

// A table may leave out the hours that have nothing to say; the chart then says from when to when it is.
const rows = new Map([...counts.querySelectorAll("tbody tr")].map((row) => [Number(row.dataset.at), row.cells]));
const { from, to } = chart.dataset;
const times = from ? Array.from({ length: (to - from) / HOUR + 1 }, (_, i) => Number(from) + i * HOUR) : [...rows.keys()];
const number = (cell) => (cell ? Number(cell.dataset.calls ?? cell.textContent) : 0);
const figures = (column) => times.map((at) => number(rows.get(at)?.[column]));
const allowed = figures(1);
const refused = figures(2);
const would = times.map((at) => Number(rows.get(at)?.[0].parentElement.dataset.would ?? 0));
const total = allowed.map((calls, i) => calls + refused[i]);

// From the bottom of a bar upwards. Of the calls that passed, those that the whitelist would have refused stand apart.
const kinds = [
  { name: "allowed", label: chart.dataset.allowed, calls: allowed, height: allowed.map((calls, i) => calls - would[i]) },
  ...(chart.dataset.would ? [{ name: "would", label: chart.dataset.would, calls: would, height: allowed }] : []),
  { name: "refused", label: chart.dataset.refused, calls: refused, height: total },
];

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
const byHour = times[1] - times[0] < DAY;
const short = byHour && times.at(-1) - times[0] <= 2 * DAY;
const day = { day: "numeric", month: "short" };
const hour = { hour: "2-digit", minute: "2-digit" };
const words = (parts) => new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", ...parts });
const label = words(short ? hour : day);
const full = words(byHour ? { ...day, ...hour } : day);

// The legend says how many of each there were: of the whole time, or of the bar under the pointer.
const legend = document.createElement("p");
legend.className = "chart__legend help";
legend.setAttribute("aria-hidden", "true");
const when = legend.appendChild(document.createElement("span"));
const keys = kinds.map(({ name, label: text }) => {
  const key = legend.appendChild(document.createElement("span"));
  key.className = `chart__key chart__key--${name}`;
  key.append(`${text} `);
  return key.appendChild(document.createElement("strong"));
});
chart.after(legend);

function tell(i) {
  when.textContent = i == null ? `${full.format(times[0] * 1000)} – ${full.format(times.at(-1) * 1000)} UTC` : full.format(times[i] * 1000);
  kinds.forEach(({ calls }, k) => {
    keys[k].textContent = (i == null ? calls.reduce((sum, each) => sum + each, 0) : calls[i]).toLocaleString("en");
  });
}

function draw() {
  chart.hidden = false;
  chart.replaceChildren();
  const axis = { stroke: colour("ink"), grid: { stroke: colour("line"), width: 1 }, ticks: { show: false }, font: `12px ${getComputedStyle(chart).fontFamily}` };
  const bars = uPlot.paths.bars({ size: [0.7, 40] });
  new uPlot({
    width: chart.clientWidth,
    height: HEIGHT,
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
    cursor: { drag: { x: false, y: false }, points: { show: false } },
    scales: { x: { range: (u, min, max) => [min - (times[1] - times[0]) / 2, max + (times[1] - times[0]) / 2] }, y: { range: (u, min, max) => [0, Math.max(max * HEADROOM, 4)] } },
    axes: [{ ...axis, size: 32, ...(byHour && !short ? { incrs: [DAY, 2 * DAY] } : {}), values: (u, at) => at.map((seconds) => label.format(seconds * 1000)) }, { ...axis, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 1e7, 1e8], size: 60 }],
    legend: { show: false },
    hooks: { setCursor: [(u) => tell(u.cursor.idx ?? null)] },
    // The whole bar first; the parts below the top are drawn over it.
    series: [{}, ...kinds.toReversed().map(({ name }) => ({ paths: bars, fill: colour(name), stroke: colour(name), width: 0, points: { show: false } }))],
  }, [times, ...kinds.toReversed().map(({ height }) => height)], chart);
}

draw();
tell(null);
counts.open = false;
let width = chart.clientWidth;
new ResizeObserver(() => {
  if (chart.clientWidth !== width) {
    width = chart.clientWidth;
    draw();
  }
}).observe(chart.parentElement);
dark.addEventListener("change", draw);
