// The frame around every view: sections, search, language, light and dark, and which view an address means.
const VIEWS = {};  // first part of the address → function (rest of the address, parameters) → elements
const SECTIONS = ["coverage", "actions", "directives", "bodies", "progress", "editions", "issues", "review", "documents"];
const SECTION_OF = {action: "actions", directive: "directives", text: "directives", body: "bodies"};

function remembered(name) {
  try { return localStorage.getItem(`directriz.${name}`); } catch { return null; }
}

function remember(name, value) {
  try { localStorage.setItem(`directriz.${name}`, value); return true; } catch { return false; }
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  remember("theme", theme);
  render(true);
}

function setLanguage(chosen) {
  language = chosen;
  document.documentElement.lang = chosen;
  remember("language", chosen);
  render(true);
}

function readAddress() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  const steps = decodeURIComponent(path).split("/");
  return {view: steps[0] || "coverage", rest: steps.slice(1).join("/"), state: Object.fromEntries(new URLSearchParams(query || ""))};
}

function drawHeader(view) {
  const current = SECTION_OF[view] || view;
  const input = h("input", {type: "search", id: "search-box", placeholder: t("search_all"), "aria-label": t("search_all"), autocomplete: "off",
    value: view === "search" ? readAddress().state.q || "" : "",
    oninput: () => { clearTimeout(drawHeader.timer); drawHeader.timer = setTimeout(() => searchFor(input.value), 120); }});
  const dark = isDark();
  replace(byId("header"),
    h("a", {class: "brand", href: "#/coverage"}, h("strong", {}, "Directriz"), h("span", {}, t("tagline"))),
    h("form", {role: "search", class: "search", onsubmit: (event) => { event.preventDefault(); searchFor(input.value); }}, input),
    h("div", {class: "switches"},
      button(t("language_switch"), () => setLanguage(language === "es" ? "en" : "es"), {id: "switch-language", lang: language === "es" ? "en" : "es", title: t("language_label")}),
      button(dark ? t("theme_light") : t("theme_dark"), () => setTheme(dark ? "light" : "dark"), {id: "switch-theme", title: t("theme_label")})),
    h("nav", {"aria-label": t("nav")}, SECTIONS.map((name) => h("a", {href: `#/${name}`, "aria-current": name === current ? "page" : null}, t(name)))));
  byId("skip").textContent = t("skip");
  replace(byId("footer"), h("span", {}, `Directriz ${STORE.version}`), h("span", {}, t("trust")));
}

function searchFor(text) {
  if (readAddress().view === "search") {
    keepAddress("search", text ? {q: text} : {});
    VIEWS.search.again(text);
  } else if (text.trim().length > 1) location.hash = `#/search?${new URLSearchParams({q: text})}`;
}

// Draws the view of the address; `isSame` keeps the place on the page (another language or theme).
function render(isSame) {
  const {view, rest, state} = readAddress();
  if (isSame !== true) for (const dialog of document.querySelectorAll("dialog")) dialog.close();
  const main = byId("main"), focused = isSame === true ? document.activeElement.id : (document.activeElement.id === "search-box" ? "search-box" : "");
  const before = isSame === true ? window.scrollY : 0;
  const caret = focused === "search-box" ? document.activeElement.selectionStart : null;
  drawHeader(view);
  const draw = VIEWS[view];
  const content = draw ? draw(rest, state) : null;
  main.className = `view-${view}`;
  replace(main, content || notFound(location.hash));
  const title = main.querySelector("h1");
  document.title = `${title ? title.textContent : t("coverage")} · Directriz`;
  window.scrollTo(0, before);
  const field = focused && byId(focused);
  if (field) { field.focus(); if (caret !== null) field.setSelectionRange(caret, caret); }
  else if (isSame !== true && render.isLater) main.focus({preventScroll: true});
  render.isLater = true;
}

function notFound(address) {
  return [h("h1", {}, "404"), h("p", {}, t("not_found", address)), h("p", {}, h("a", {href: "#/coverage"}, t("coverage")))];
}

function failed(error) {
  return h("p", {class: "warning", role: "alert"}, t("load_failed", error.message));
}
