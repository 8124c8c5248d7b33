// Search over everything, accents and capitals aside.
const SHOWN_HITS = 40;  // of each kind

VIEWS.search = function (rest, state) {
  const place = h("div", {});
  VIEWS.search.again = (text) => replace(place, hitsFor(text));
  VIEWS.search.again(state.q || "");
  return [h("h1", {}, t("search")), h("p", {class: "lead"}, t("search_lead")), place];
};

function hitsFor(text) {
  const terms = termsOf(text);
  if (text.trim().length < 2) return h("p", {}, t("search_start"));
  const kinds = [
    ["actions", actionRows({q: text}).map((row) => ["action", row.action_id, row.action, [row.responsible, placeOf(row)].filter(Boolean).join(" · ")])],
    ["directives", rowsOf("directives").filter((row) => matches(`${row.number || ""} ${textOf(row)} ${row.text_amended || ""}`, terms)).map((row) => ["directive", row.directive_id, textOf(row), [row.section, placeOf(row)].filter(Boolean).join(" · ")])],
    ["texts", rowsOf("provisions").filter((row) => matches(row.text || "", terms)).map((row) => ["text", row.record_id, row.text, [named("unit", row.kind), placeOf(row)].filter(Boolean).join(" · ")])],
    ["bodies", rowsOf("agencies").filter((row) => matches([row.name, row.acronym, row.aliases].filter(Boolean).join(" "), terms)).map((row) => ["body", row.agency_id, bodyName(row), validity(row)])],
    ["issues", rowsOf("issues").filter((row) => matches(`${row.detail || ""} ${row.text || ""}`, terms)).map((row) => [null, row.record_id || row.plan_id, row.detail, row.issue_code])],
  ];
  const total = sum(kinds.map(([, found]) => found.length));
  return [h("p", {class: "count", role: "status"}, tn("results_n", total)), conceptHits(terms), kinds.filter(([, found]) => found.length).map(([name, found]) => h("section", {}, h("h2", {}, `${t(name)} (${number(found.length)})`),
    h("ul", {class: "cards"}, found.slice(0, SHOWN_HITS).map(([view, id, content, more]) => h("li", {}, view ? h("a", {href: `#/${view}/${id}`}, id) : recordLink(id), more ? h("span", {class: "small"}, ` ${more}`) : null, h("p", {class: "quote"}, markTerms(content || "", terms))))),
    found.length > SHOWN_HITS ? h("p", {}, name === "actions" ? h("a", {href: `#/actions?${new URLSearchParams({q: text})}`}, t("search_more", number(found.length - SHOWN_HITS))) : t("search_more", number(found.length - SHOWN_HITS))) : null))];
}

const foldedTexts = new Map();
function matches(text, terms) {
  if (!foldedTexts.has(text)) foldedTexts.set(text, fold(text));
  const folded = foldedTexts.get(text);
  return terms.every((term) => folded.includes(term));
}

// Concepts whose name the search finds: the actions and directives on them, whatever their words.
function conceptHits(terms) {
  const keys = conceptKeys().filter((key) => matches(STORE.concepts[key].join(" "), terms));
  const facets = {measure: "measure", target: "group", topic: "topic"};
  return keys.length ? h("p", {class: "concepts"}, keys.map((key) => ["actions", "directives"].map((view) => [h("a", {class: "tag", href: `#/${view}?${facets[key.split(".")[0]]}=${key}`}, `${t(view)}: ${conceptName(key)}`), " "]))) : null;
}
