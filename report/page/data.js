// The data of the page: pieces of deflated JSON or script in base64, inflated when they are first needed.
const inflated = new Map();

function piece(name) {
  if (!inflated.has(name)) inflated.set(name, inflate(document.getElementById(`data-${name}`).textContent));
  return inflated.get(name);
}

async function inflate(base64) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).text();
}

const parsed = new Map();

async function part(number) {
  if (!parsed.has(number)) {
    const documents = JSON.parse(await piece(`part-${number}`));
    parsed.set(number, new Map(documents.map((item) => [item.doc_id, item])));
  }
  return parsed.get(number);
}

let overview;
let listed;

async function loadOverview() {
  overview = JSON.parse(await piece("overview"));
  listed = new Map(overview.documents.map((item) => [item.doc_id, item]));
}
