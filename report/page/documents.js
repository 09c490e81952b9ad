// The list of documents: search in titles, sources and texts, a page of results at a time.
const PAGE = 100;
let sought = "";
let searching = 0;
const texts = new Map();

function documentsView() {
  const search = element("input", { type: "search", id: "search", value: sought, autocomplete: "off", oninput: (event) => searchSoon(event.target.value) });
  const note = overview.documents.length < overview.all_documents
    ? `The ${counted(overview.documents.length, "document", "documents")} published last, of ${overview.all_documents.toLocaleString("en")}: raqam report FILE --limit N shows more.`
    : "";
  const view = element("div", { class: "list" },
    element("h1", {}, "Documents"),
    element("p", { class: "note" }, note),
    element("label", { for: "search", class: "search" }, "Search in titles, sources and texts", search),
    element("p", { id: "found" }),
    element("ol", { id: "results" }),
    element("button", { type: "button", id: "more", hidden: true }, "Show more"),
  );
  setTimeout(showResults);
  return view;
}

let soon;
function searchSoon(words) {
  clearTimeout(soon);
  soon = setTimeout(() => { sought = words; showResults(); }, 150);
}

async function showResults() {
  const turn = ++searching;
  const hits = await found(folded(sought.trim()), () => turn !== searching);
  if (turn !== searching || !document.getElementById("results")) return;
  const facts = hits.reduce((sum, item) => sum + countOf(item), 0);
  const message = `${counted(hits.length, "document", "documents")} with ${counted(facts, "fact", "facts")}`;
  document.getElementById("found").textContent = message;
  say(message);
  document.getElementById("results").replaceChildren();
  showPage(hits, 0);
}

async function found(words, isStale) {
  const candidates = overview.documents.filter((item) => !isFiltered() || countOf(item) > 0);
  if (!words) return candidates;
  const hits = [];
  for (const item of candidates) {
    if (isStale()) return [];
    if ((await textOf(item)).includes(words)) hits.push(item);
  }
  return hits;
}

async function textOf(item) {
  if (!texts.has(item.doc_id)) {
    const { paragraphs } = (await part(item.part)).get(item.doc_id);
    const lines = paragraphs.map(({ runs }) => runs.map((run) => (typeof run === "string" ? run : run[1])).join(""));
    texts.set(item.doc_id, folded([item.title ?? "", item.source, item.publisher ?? "", ...lines].join("\n")));
  }
  return texts.get(item.doc_id);
}

function showPage(hits, from) {
  document.getElementById("results").append(...hits.slice(from, from + PAGE).map(result));
  const more = document.getElementById("more");
  more.hidden = hits.length <= from + PAGE;
  more.onclick = () => showPage(hits, from + PAGE);
}

function result(item) {
  const counts = overview.kinds.map(([kind, many, one]) => [kind, countOf(item, (group) => group[0] === kind && matches(group)), one, many]);
  const shown = counts.filter(([, count]) => count).map(([kind, ...told]) => element("span", { class: `badge ${kind}` }, counted(...told)));
  return element("li", {},
    element("a", { href: `#doc-${item.doc_id}`, ...titled(item) }, item.title ?? item.source),
    about(item),
    element("p", { class: "badges" }, ...shown),
  );
}

function titled(item) {
  return item.title ? { dir: "auto", lang: item.lang ?? "" } : { dir: "ltr" };
}

function about(item) {
  const known = [item.title ? item.source : null, item.publisher, item.published_on, item.lang].filter(Boolean);
  return element("p", { class: "about" }, ...known.flatMap((value, at) => [at ? " · " : "", element("bdi", {}, value)]));
}
