// Elements, made from text alone: no text of a document is ever read as HTML.
const SVG = "http://www.w3.org/2000/svg";

// h("a", {href: "#/x", class: "y", onclick: f}, "text", element, [more]) → element; null and false are left out.
function h(name, attributes, ...children) {
  return fill(document.createElement(name), attributes, children);
}

function s(name, attributes, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked" || name === "selected") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false || child === "") continue;
    element.append(child instanceof Node ? child : String(child));
  }
}

function replace(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

const byId = (id) => document.getElementById(id);

// Text without accents and capitals: "Acción" and "ACCION" are one word, ñ is n.
function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

// Says a short message to the eye and to screen readers.
function say(message) {
  const place = byId("said");
  place.textContent = message;
  place.classList.add("shown");
  clearTimeout(say.timer);
  say.timer = setTimeout(() => place.classList.remove("shown"), 2600);
}

function copy(text) {
  const done = () => say(t("copied"));
  if (navigator.clipboard && window.isSecureContext) {
    navigator.clipboard.writeText(text).then(done, () => copyBySelection(text, done));
  } else copyBySelection(text, done);
}

function copyBySelection(text, done) {
  const area = h("textarea", {class: "unseen", "aria-hidden": "true", tabindex: "-1"});
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
  done();
}

function download(name, type, content) {
  const address = URL.createObjectURL(new Blob([content], {type}));
  const link = h("a", {href: address, download: name});
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

function button(text, onclick, attributes) {
  return h("button", {type: "button", onclick, ...attributes}, text);
}

// A dialog with a title; Escape and the button close it, and the focus goes back to where it was.
function openDialog(title, ...content) {
  const heading = h("h2", {id: "dialog-title"}, title);
  const dialog = h("dialog", {"aria-labelledby": "dialog-title"},
    h("div", {class: "dialog-head"}, heading, button("×", () => dialog.close(), {class: "quiet", "aria-label": t("close")})),
    content);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
