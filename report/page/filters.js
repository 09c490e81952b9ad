// The filters: kinds, speaker, index, year. A fact's group is [kind, speaker, index, first year, last year].
const wanted = { kinds: new Set(), speaker: "", index: "", year: "" };

function matches([kind, speaker, index, first, last]) {
  return wanted.kinds.has(kind)
    && (!wanted.speaker || speaker === wanted.speaker)
    && (!wanted.index || index === wanted.index)
    && (!wanted.year || (first !== null && first <= +wanted.year && +wanted.year <= last));
}

function isFiltered() {
  return wanted.kinds.size < overview.kinds.length || Boolean(wanted.speaker || wanted.index || wanted.year);
}

function countOf(item, test = matches) {
  return item.facts.reduce((sum, group) => sum + (test(group) ? group[5] : 0), 0);
}

function buildFilters() {
  const groups = overview.documents.flatMap((item) => item.facts);
  wanted.kinds = new Set(overview.kinds.map(([kind]) => kind));
  const kinds = overview.kinds.map(([kind, label]) => kindBox(kind, label, sumBy(groups, 0).get(kind) ?? 0));
  document.getElementById("filter-form").append(
    element("fieldset", {}, element("legend", {}, "Kinds"), ...kinds),
    choice("speaker", "Speaker", byCount(sumBy(groups, 1))),
    choice("index", "Index", byCount(sumBy(groups, 2))),
    choice("year", "Period includes the year", [...years(groups)].sort((a, b) => b - a)),
    element("button", { type: "reset" }, "Clear filters"),
  );
  document.getElementById("filter-form").addEventListener("reset", () => setTimeout(readFilters));
  document.getElementById("filter-form").addEventListener("change", readFilters);
  document.getElementById("filter-form").addEventListener("submit", (event) => event.preventDefault());
}

function kindBox(kind, label, count) {
  const box = element("input", { type: "checkbox", name: "kind", value: kind, checked: true });
  return element("label", { class: "kind" }, box, element("span", { class: `swatch ${kind}` }, label[0].toUpperCase() + label.slice(1)), element("span", { class: "count" }, count.toLocaleString("en")));
}

function choice(name, label, values) {
  const options = values.map((value) => element("option", { value }, String(value)));
  const select = element("select", { name, disabled: !values.length }, element("option", { value: "" }, values.length ? "any" : "none known"), ...options);
  return element("label", { class: "choice" }, label, select);
}

function sumBy(groups, position) {
  const sums = new Map();
  for (const group of groups) if (group[position] !== null) sums.set(group[position], (sums.get(group[position]) ?? 0) + group[5]);
  return sums;
}

function byCount(sums) {
  return [...sums.entries()].sort((a, b) => b[1] - a[1]).map(([value]) => value);
}

const LONGEST_PERIOD = 200;

function years(groups) {
  const found = new Set();
  for (const [, , , first, last] of groups) {
    if (first === null) continue;
    for (let year = first; year <= Math.min(last, first + LONGEST_PERIOD); year++) found.add(year);
  }
  return found;
}

function readFilters() {
  const form = new FormData(document.getElementById("filter-form"));
  wanted.kinds = new Set(form.getAll("kind"));
  for (const name of ["speaker", "index", "year"]) wanted[name] = form.get(name) ?? "";
  refresh();
}
