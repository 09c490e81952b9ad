// Which view the address names: #documents, #doc-ID, #fact-ID, #charts, #conflicts, #rejects, #runs.
const PANEL_VIEWS = { charts: "Charts", conflicts: "Conflicts", rejects: "Rejects", runs: "Runs" };
let current = null;

async function route() {
  const name = decodeURIComponent(location.hash.slice(1)) || "documents";
  if (name === "main") return;
  const fact = name.startsWith("fact-") ? name.slice("fact-".length) : null;
  const place = fact ? `doc-${fact.split(".")[0]}` : name;
  if (place !== current) await show(place);
  if (fact) chooseFact(fact);
}

async function show(place) {
  const view = place.startsWith("doc-") ? await documentView(place.slice("doc-".length)) : PANEL_VIEWS[place] ? panelsView(place, PANEL_VIEWS[place]) : documentsView();
  const isFirst = current === null;
  current = place;
  if (!place.startsWith("doc-")) shown = null;
  const main = document.getElementById("main");
  main.replaceChildren(view);
  document.body.dataset.view = place.split("-")[0];
  markCurrent(place);
  document.title = `${main.querySelector("h1").textContent} – raqam report`;
  window.scrollTo(0, 0);
  if (!isFirst) main.focus({ preventScroll: true });
  refresh();
}

function markCurrent(place) {
  for (const link of document.querySelectorAll("nav a")) {
    const isIt = link.hash === `#${place}` || (place.startsWith("doc-") && link.hash === "#documents");
    if (isIt) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

function refresh() {
  dimFacts();
  if (document.getElementById("results")) showResults();
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function changeTheme() {
  document.documentElement.dataset.theme = isDark() ? "light" : "dark";
  nameTheme();
  if (PANEL_VIEWS[current]) show(current);
}

function nameTheme() {
  document.getElementById("theme").textContent = isDark() ? "Light" : "Dark";
}

async function start() {
  nameTheme();
  document.getElementById("theme").addEventListener("click", changeTheme);
  document.getElementById("filters").open = matchMedia("(min-width: 60rem)").matches;
  await loadOverview();
  buildFilters();
  addEventListener("hashchange", route);
  await route();
  document.body.dataset.ready = "true";
}
