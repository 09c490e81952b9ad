// A document with every fact highlighted in its text, and what is known of the fact that was chosen.
let shown = null;

async function documentView(id) {
  const item = listed.get(id);
  if (!item) return absent(id);
  const body = (await part(item.part)).get(id);
  shown = { item, body };
  return element("div", { class: "document" },
    element("article", { id: "text", "data-document": id, onkeydown: step },
      element("h1", titled(item), item.title ?? item.source),
      about(item),
      ...blocks(body),
    ),
    element("aside", { id: "fact", "aria-label": "The chosen fact" }, hint()),
  );
}

function absent(id) {
  return element("div", {},
    element("h1", {}, "Not in this report"),
    element("p", {}, `The document ${id} is not among the ${overview.documents.length} documents of this report; raqam report FILE --limit N shows more.`),
  );
}

function hint() {
  return element("p", { class: "note" }, "Choose a highlighted fact to see its value and where it comes from. On a fact, the keys n and p go to the next and the previous one.");
}

function blocks(body) {
  const made = [];
  let section = null;
  let block = null;
  for (const paragraph of body.paragraphs) {
    if (!block || paragraph.section !== section) {
      section = paragraph.section;
      block = element("section", { class: section === null ? "furniture" : "section" }, speaker(body.sections[section]));
      made.push(block);
    }
    const { dir, lang, runs } = paragraph;
    block.append(element("p", { dir, lang }, ...runs.flatMap((run) => (typeof run === "string" ? woven(run, dir) : [highlight(body.facts[run[0]], run[1], dir)]))));
  }
  return made;
}

function speaker(section) {
  if (!section?.speaker) return null;
  const rest = [section.speaker_role, section.reporter, section.recorded].filter(Boolean).map((value) => element("span", {}, element("bdi", {}, value)));
  return element("h2", { class: "speaker", dir: "auto" }, section.speaker, ...rest);
}

function highlight(fact, text, direction) {
  const title = [fact.kind.replace("_", " "), brief(fact)].join(": ");
  return element("a", { id: `fact-${fact.fact_id}`, href: `#fact-${fact.fact_id}`, class: `fact ${fact.kind}`, title }, ...woven(text, direction));
}

function brief(fact) {
  const range = [fact.value, fact.value_max].filter((value) => value !== undefined).join("–");
  return [range, fact.edtf, fact.doc_type, fact.doc_number ?? fact.title, fact.index ?? fact.index_text, fact.rank, fact.unit]
    .filter((value) => value !== undefined && value !== "").join(" ");
}

function dimFacts() {
  if (!shown) return;
  for (const fact of shown.body.facts) {
    const mark = document.getElementById(`fact-${fact.fact_id}`);
    if (!mark) continue;
    const off = !matches(fact.group);
    mark.classList.toggle("off", off);
    mark.tabIndex = off ? -1 : 0;
  }
}

const FIRST = ["kind", "value", "value_max", "out_of", "unit", "counted", "bound", "edtf", "date_start", "date_end", "rank", "rank_of", "index", "entity", "doc_type", "doc_number", "title", "period"];
const LAST = ["speaker", "rule", "run_id", "char_start", "char_end", "fact_id"];
const HIDDEN = new Set(["group", "text"]);

function chooseFact(id) {
  document.querySelectorAll(".fact[aria-current]").forEach((mark) => mark.removeAttribute("aria-current"));
  const fact = shown?.body.facts.find((candidate) => candidate.fact_id === id);
  const mark = document.getElementById(`fact-${id}`);
  if (!fact || !mark) {
    document.getElementById("fact")?.replaceChildren(element("p", {}, `The fact ${id} is not in this report; the warehouse was filled again since.`));
    return;
  }
  mark.setAttribute("aria-current", "true");
  mark.scrollIntoView({ block: "center" });
  mark.focus({ preventScroll: true });
  document.getElementById("fact").replaceChildren(...details(fact));
}

function details(fact) {
  const names = Object.keys(fact).filter((name) => !HIDDEN.has(name) && !(fact[name] === false));
  const place = (name) => (FIRST.includes(name) ? FIRST.indexOf(name) : LAST.includes(name) ? 200 + LAST.indexOf(name) : 100);
  names.sort((a, b) => place(a) - place(b));
  const rows = names.flatMap((name) => [
    element("dt", { title: overview.meanings[name] }, name),
    element("dd", { "data-field": name }, element("bdi", {}, String(fact[name]))),
  ]);
  return [
    element("h2", { lang: fact.lang }, element("span", { class: `fact ${fact.kind}`, dir: written(fact) }, ...woven(fact.text, written(fact)))),
    element("dl", {}, ...rows),
    element("p", { class: "steps" },
      element("button", { type: "button", onclick: () => go(-1) }, "Previous fact"),
      element("button", { type: "button", onclick: () => go(1) }, "Next fact")),
    element("p", { class: "note" }, "On the command line: ", element("code", {}, `raqam show ${fact.fact_id}`)),
  ];
}

function written(fact) {
  return document.getElementById(`fact-${fact.fact_id}`).closest("p").dir;
}

function step(event) {
  const way = { n: 1, p: -1 }[event.key];
  if (way && !event.ctrlKey && !event.metaKey && !event.altKey && event.target.closest(".fact")) go(way);
}

function go(way) {
  const marks = [...document.querySelectorAll("#text .fact:not(.off)")];
  const at = marks.findIndex((mark) => mark.hasAttribute("aria-current") || mark === document.activeElement);
  const next = marks[(at + way + marks.length) % marks.length];
  if (next) location.hash = next.id;
}
