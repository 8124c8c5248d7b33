// Filters above a list. Their values stand in the address, so that a filtered list can be kept and sent.
function selectFilter(name, label, options, state, changed) {
  const select = h("select", {name, id: `filter-${name}`, onchange: () => changed(name, select.value)},
    options.map(([value, text]) => h("option", {value, selected: (state[name] || "") === value}, text)));
  return h("label", {class: "filter"}, h("span", {}, label), select);
}

function textFilter(name, label, state, changed) {
  const input = h("input", {type: "search", name, id: `filter-${name}`, value: state[name] || "", autocomplete: "off",
    oninput: () => changed(name, input.value)});
  return h("label", {class: "filter wide"}, h("span", {}, label), input);
}

// The options of a facet, those with most records first: [["", "All"], ["target.children", "Niñas… (12)"]].
function countedOptions(values, nameOf, first) {
  const counts = new Map();
  for (const value of values) if (value) counts.set(value, (counts.get(value) || 0) + 1);
  const sorted = [...counts].sort((one, other) => other[1] - one[1] || String(one[0]).localeCompare(String(other[0])));
  return [["", first || t("any")], ...sorted.map(([value, count]) => [value, `${nameOf(value)} (${number(count)})`])];
}

const plainOptions = (values, nameOf, first) => [["", first || t("any")], ...[...new Set(values)].filter(Boolean).map((value) => [value, nameOf(value)])];

// The names of all concepts in the order of the places in `conceptsOf`.
const conceptKeys = () => once("concept keys", () => Object.keys(STORE.concepts));
const conceptName = (key) => (STORE.concepts[key] ? STORE.concepts[key][LANGUAGES.indexOf(language)] : key);
const conceptsOfRecord = (id) => (STORE.conceptsOf[id] || []).map((place) => conceptKeys()[place]);

function facetOptions(facet, ids) {
  const keys = conceptKeys(), values = [];
  for (const id of ids) for (const place of STORE.conceptsOf[id] || []) if (keys[place].startsWith(`${facet}.`)) values.push(keys[place]);
  return countedOptions(values, conceptName);
}

const hasConcept = (id, key) => (STORE.conceptsOf[id] || []).some((place) => conceptKeys()[place] === key);

// Folded words that a search must all find.
const termsOf = (text) => fold(text || "").split(/\s+/).filter(Boolean);

// A bar of filters that calls `apply` with their values and keeps them in the address.
function filterBar(path, state, apply, fields, ...more) {
  const changed = (name, value) => {
    if (value) state[name] = value;
    else delete state[name];
    keepAddress(path, state);
    apply();
  };
  const clear = button(t("clear"), () => { location.hash = `#/${path}`; if (location.hash === `#/${path}`) render(); }, {class: "quiet"});
  return h("form", {class: "filters", role: "search", onsubmit: (event) => event.preventDefault()},
    fields.map((field) => field(state, changed)), clear, more);
}

function keepAddress(path, state) {
  const query = new URLSearchParams(state).toString();
  history.replaceState(null, "", `#/${path}${query ? `?${query}` : ""}`);
}
