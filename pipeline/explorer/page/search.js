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
  const groups = terms.map(alternatives), marked = groups.flat();
  const kinds = kindsFound().map(([name, rows, hit]) => [name, best(rows, groups, terms), hit]).filter(([, found]) => found.rows.length);
  const told = groups.map((group, at) => [group, terms[at]]).filter(([group, term]) => group[0] !== term).map(([group, term]) => `${term}: ${group.join(", ")}`);
  return [h("p", {class: "count", role: "status"}, tn("results_n", sum(kinds.map(([, found]) => found.rows.length)))), told.length ? h("p", {class: "small"}, t("search_also", told.join("; "))) : null, conceptHits(terms),
    kinds.map(([name, found, hit]) => h("section", {}, h("h2", {}, `${t(name)} (${number(found.rows.length)})`), found.least < terms.length ? h("p", {class: "small warning"}, t("search_some", number(found.least), number(terms.length))) : null,
      h("ul", {class: "cards"}, found.rows.slice(0, SHOWN_HITS).map(hit).map(([view, id, content, more]) => h("li", {}, view ? h("a", {href: `#/${view}/${id}`}, id) : recordLink(id), more ? h("span", {class: "small"}, ` ${more}`) : null, h("p", {class: "quote"}, markTerms(content || "", marked))))),
      found.rows.length > SHOWN_HITS ? h("p", {}, t("search_more", number(found.rows.length - SHOWN_HITS))) : null))];
}

// A word that no text has is looked for by the Spanish name of the subject that it names: "housing" → "vivienda".
function alternatives(term) {
  if (term.length < 4 || foldedActions().some((text) => text.includes(term)) || rowsOf("directives").some((row) => foldedText(directiveWords(row)).includes(term))) return [term];
  const named = conceptKeys().filter((key) => foldedText(STORE.concepts[key].join(" ")).includes(term));
  named.sort((one, other) => STORE.concepts[one].join().length - STORE.concepts[other].join().length);
  const found = named.slice(0, 1).flatMap((key) => fold(STORE.concepts[key][0]).match(WORD)).filter((word) => word.length >= SHORTEST);
  return found.length ? [...new Set(found)] : [term];
}

// The rows with all the words; where there is none, those with most of them, at least half, the rarest words first.
function best(rows, groups, terms) {
  const has = rows.map(([folded]) => groups.map((group) => group.some((word) => folded.includes(word))));
  const rarity = groups.map((_, at) => 1 / (1 + has.filter((each) => each[at]).length));
  const counts = has.map((each) => each.filter(Boolean).length), most = Math.max(0, ...counts);
  if (!most || most < groups.length / 2) return {rows: [], least: 0};
  const weight = (at) => sum(has[at].map((isThere, term) => (isThere ? rarity[term] : 0))) + (terms.includes(fold(rows[at][1].number || "")) ? 10 : 0);
  const chosen = counts.map((count, at) => at).filter((at) => counts[at] === most).map((at) => [weight(at), at]);
  return {rows: chosen.sort((one, other) => other[0] - one[0] || one[1] - other[1]).map(([, at]) => rows[at][1]), least: most};
}

const foldedTexts = new Map();
function foldedText(text) {
  if (!foldedTexts.has(text)) foldedTexts.set(text, fold(text));
  return foldedTexts.get(text);
}

const directiveWords = (row) => `${WORDS[`unit.${row.kind}`].join(" ")} ${row.number || ""} ${textOf(row)} ${row.text_amended || ""} ${countryNames(delegationsOf(row.directive_id))}`;

// Each kind of record: its name, its rows with their folded words, and how a row is shown.
function kindsFound() {
  const joined = (...parts) => parts.filter(Boolean).join(" · ");
  const folded = foldedActions(), folding = (rows, text) => rows.map((row) => [foldedText(text(row)), row]);
  return [
    ["actions", rowsOf("actions").map((row, at) => [folded[at], row]), (row) => ["action", row.action_id, row.action, joined(row.responsible, placeOf(row))]],
    ["directives", folding(rowsOf("directives"), directiveWords), (row) => ["directive", row.directive_id, textOf(row), joined(row.section, placeOf(row), countryNames(delegationsOf(row.directive_id)))]],
    ["texts", folding(rowsOf("provisions"), (row) => row.text || ""), (row) => ["text", row.record_id, row.text, joined(named("unit", row.kind), placeOf(row))]],
    ["bodies", folding(rowsOf("agencies"), (row) => [row.name, row.acronym, row.aliases].filter(Boolean).join(" ")), (row) => ["body", row.agency_id, bodyName(row), validity(row)]],
    ["issues", folding(rowsOf("issues"), (row) => `${row.detail || ""} ${row.text || ""}`), (row) => [null, row.record_id || row.plan_id, row.detail, row.issue_code]],
  ];
}

// Concepts whose name the search finds: the actions and directives on them, whatever their words.
function conceptHits(terms) {
  const keys = conceptKeys().filter((key) => terms.every((term) => term.length > 3 && foldedText(STORE.concepts[key].join(" ")).includes(term)));
  const facets = {measure: "measure", target: "group", topic: "topic"};
  const count = (view, key) => columnsOf(view)[`${view.slice(0, -1)}_id`].filter((id) => hasConcept(id, key)).length;
  const links = keys.flatMap((key) => ["actions", "directives"].map((view) => [view, key, count(view, key)])).filter(([, , found]) => found);
  return links.length ? h("p", {class: "concepts"}, `${t("search_concepts")} `, links.map(([view, key, found]) => [h("a", {class: "tag", href: `#/${view}?${facets[key.split(".")[0]]}=${key}`}, `${conceptName(key)}: ${tn(`${view}_n`, found)}`), " "])) : null;
}

Object.assign(WORDS, {
  "search_also": ["Buscado también como: {0}", "Looked for as: {0}"], "search_some": ["Nada tiene todas las palabras; esto tiene {0} de {1}.", "Nothing has all the words; this has {0} of {1}."], "search_concepts": ["Por tema:", "By subject:"],
});
