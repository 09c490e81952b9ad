// Charts and tables of the views: a panel is a question, its rows, and where it has one its chart.
function panelsView(view, title) {
  const panels = overview.panels.filter((panel) => panel.view === view);
  return element("div", { class: "panels" }, element("h1", {}, title), ...panels.map(panelOf));
}

function panelOf(panel) {
  const made = element("section", { class: "panel", id: `panel-${panel.name}` },
    element("h2", {}, panel.title), element("p", { class: "note" }, panel.question));
  if (!panel.rows.length) {
    made.append(element("p", {}, "None in this warehouse."));
    return made;
  }
  if (panel.chart) made.append(...drawn(panel));
  made.append(panel.chart ? tableBelow(panel) : tableOf(panel));
  if (panel.total > panel.rows.length) made.append(element("p", { class: "note" }, `The first ${panel.rows.length} of ${panel.total} rows.`));
  return made;
}

// A table under a chart is made when it is opened: it may have thousands of rows.
function tableBelow(panel) {
  const below = element("details", {}, element("summary", {}, `The ${counted(panel.total, "row", "rows")} as a table`));
  below.addEventListener("toggle", () => below.append(tableOf(panel)), { once: true });
  return below;
}

function tableOf(panel) {
  const head = element("tr", {}, ...panel.columns.map((name) => element("th", { scope: "col" }, name)));
  const rows = panel.rows.map((row) => element("tr", {}, ...row.map((value, at) => element("td", {}, ...cell(panel.columns[at], value)))));
  return element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `${panel.title}, table` },
    element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows)));
}

const MOST_ITEMS = 20;

function cell(name, value) {
  if (value === null) return [""];
  if (name === "link") return [element("a", { href: value }, "show")];
  if (Array.isArray(value)) {
    const item = (one, at) => (name === "links" ? element("a", { href: one, "aria-label": `show fact ${at + 1}` }, String(at + 1)) : element("bdi", { class: "item" }, String(one)));
    const shown = value.slice(0, MOST_ITEMS).flatMap((one, at) => [item(one, at), " "]);
    return value.length > MOST_ITEMS ? [...shown, `and ${value.length - MOST_ITEMS} more`] : shown;
  }
  return [element("bdi", {}, String(value))];
}

function drawn(panel) {
  const place = element("div", { class: "chart" });
  const at = panel.columns.indexOf("choice");
  const rows = panel.rows.map((row) => Object.fromEntries(panel.columns.map((name, position) => [name, row[position]])));
  const draw = (choice) => drawWhenSeen(place, panel, at < 0 ? rows : rows.filter((row) => row.choice === choice));
  if (at < 0) {
    draw();
    return [place];
  }
  const choices = [...new Set(rows.map((row) => row.choice))];
  const select = element("select", { onchange: (event) => draw(event.target.value) }, ...choices.map((value) => element("option", { value }, value)));
  draw(choices[0]);
  return [element("label", { class: "choice" }, "Show", select), place];
}

let library;

function chartLibrary() {
  library ??= piece("charts").then((source) => new Promise((loaded) => {
    const script = element("script", { type: "module" });
    script.textContent = `${source}`;
    script.addEventListener("load", loaded);
    document.head.append(script);
    const ready = () => (globalThis.vegaEmbed ? loaded() : setTimeout(ready, 20));
    ready();
  }));
  return library;
}

async function drawWhenSeen(place, panel, rows) {
  await chartLibrary();
  const height = panel.chart.height.step ? panel.chart.height.step * rows.length : panel.chart.height;
  const spec = { ...panel.chart, height, $schema: "https://vega.github.io/schema/vega-lite/v6.json", description: panel.question, width: "container", data: { values: rows } };
  const options = { renderer: "svg", actions: false, ast: true, config: looks(place.clientWidth < 600), loader: { target: "_self" }, tooltip: { theme: isDark() ? "dark" : "light" } };
  await globalThis.vegaEmbed(place, spec, options);
  place.dataset.drawn = rows.length;
}

function looks(isNarrow) {
  const style = getComputedStyle(document.documentElement);
  const text = style.color;
  const line = isDark() ? "#4b5563" : "#d1d5db";
  const colours = isDark() ? ["#93c5fd", "#86efac", "#fcd34d", "#f9a8d4", "#c4b5fd", "#fdba74", "#67e8f9", "#bef264", "#cbd5e1", "#f0abfc"] : ["#1d4ed8", "#15803d", "#b45309", "#be185d", "#6d28d9", "#c2410c", "#0e7490", "#4d7c0f", "#475569", "#a21caf"];
  return {
    background: "transparent", font: "system-ui, sans-serif", view: { stroke: null },
    axis: { labelColor: text, titleColor: text, gridColor: line, domainColor: line, tickColor: line, labelOverlap: "greedy", labelSeparation: 6, labelLimit: isNarrow ? 110 : 280, labelFontSize: 12, titleFontSize: 12 },
    legend: { ...(isNarrow ? { orient: "bottom", columns: 2 } : {}), symbolBaseFillColor: text, symbolBaseStrokeColor: text, labelColor: text, titleColor: text, labelFontSize: 12, titleFontSize: 12 },
    range: { category: colours }, mark: { color: colours[0] },
  };
}
