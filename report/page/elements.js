// Elements are made by name and text, never from markup, so that what a text holds stays text.
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

// Codes such as 61/2018/ND-CP and dates such as 2023-11-30 fall apart in right-to-left text unless they are kept together.
const CODE = /(?=[^\s]*\p{Script=Latin}|\p{Nd}{4}-\p{Nd}{2}-\p{Nd}{2})[\p{Script=Latin}\p{Nd}]+(?:[\/.:_&+@–-]+[\p{Script=Latin}\p{Nd}]+)+/gu;

function woven(text, direction) {
  if (direction !== "rtl") return [text];
  const pieces = [];
  let last = 0;
  for (const found of text.matchAll(CODE)) {
    pieces.push(text.slice(last, found.index), element("bdi", { dir: "ltr" }, found[0]));
    last = found.index + found[0].length;
  }
  return [...pieces, text.slice(last)].filter((item) => item !== "");
}

function counted(number, one, many) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}

function say(message) {
  document.getElementById("status").textContent = message;
}

// What a search compares: one way to write each letter and digit, no marks, no half-spaces.
function folded(text) {
  return text
    .normalize("NFKD")
    .replace(/[\p{Mn}\u200c\u200d\u0640]/gu, "")
    .replace(/[۰-۹٠-٩]/g, (digit) => digit.charCodeAt(0) & 15)
    .replaceAll("ي", "ی").replaceAll("ى", "ی").replaceAll("ك", "ک")
    .replaceAll("đ", "d").replaceAll("Đ", "d")
    .toLowerCase();
}
