// One directive (or other text): every reading of it, its amendments, who carries it out, its kin in other frameworks.
VIEWS.directive = (id, state) => (directiveOf(id) ? textView(id, directiveOf(id), state) : null);
VIEWS.text = (id, state) => (provisionOf(id) ? textView(id, provisionOf(id), state) : null);

function textView(id, record, state) {
  const isDirective = Boolean(directiveOf(id));
  const readings = h("div", {}), place = h("div", {}), shown = {};
  const all = rowsOf(isDirective ? "directives" : "provisions"), at = all.indexOf(record);
  const beside = (row, text) => (row ? h("a", {href: recordAddress(row.directive_id || row.record_id)}, text) : null);
  const draw = (detail) => {
    replace(readings, readingsBlock(id, record, detail, state, shown));
    const fields = h("div", {});
    showPlaces(place, fields, detail);
  };
  detailOf(record, id).then(draw).catch((error) => { replace(readings, h("p", {class: "quote large"}, textOf(record)), failed(error)); });
  return [h("p", {class: "path"}, isDirective ? h("a", {href: `#/directives?framework=${record.plan_id}`}, record.plan_id) : record.plan_id, " › ", record.section || named("unit", record.kind), " › ", id,
      h("span", {class: "beside"}, beside(all[at - 1], `← ${t("previous")}`), " ", beside(all[at + 1], `${t("next")} →`))),
    h("h1", {}, `${named("unit", record.kind)} ${record.number || ""}`),
    h("p", {class: "small"}, planOf(record.plan_id).title, placeOf(record) ? `, ${placeOf(record)}` : ""),
    recordTools(isDirective ? "directives" : "provisions", id, record, shown), readings,
    h("div", {class: "columns even"}, h("div", {}, amendmentsBlock(id), conceptsBlock(id), doubtsBlock(id)), place),
    isDirective ? carriedBlock(id, record) : null, isDirective ? kinBlock(id) : null];
}

// The readings as a choice; the chosen one stands in the address.
function readingsBlock(id, record, detail, state, shown) {
  const choices = [["base", t("reading.base")]];
  const base = record.text_amended === undefined ? textOf(record) : record.text_base || "";  // a proposed paragraph has none
  if (detail.printed) choices.push(["printed", t("reading.printed")]);
  if (record.amendment_count) choices.push(["amended", t("reading.amended")], ["stripped", t("reading.stripped")]);
  for (const country of Object.keys(detail.readings || {})) choices.push([`of-${country}`, t("reading.of", countryName(country))]);
  for (const option of Object.keys(detail.options || {})) choices.push([`option-${option}`, t("reading.option", option)]);
  const known = choices.map(([name]) => name);
  const text = h("div", {class: "reading"});
  const choose = (name) => {
    for (const tab of tabs.children) tab.setAttribute("aria-pressed", String(tab.dataset.reading === name));
    replace(text, readingText(name, record, detail, base, state));
    Object.assign(shown, name === "base" ? {text: base, label: null} : {text: wordsOf(name, record, detail), label: choices[known.indexOf(name)][1]});
    if (name === "base") delete state.reading; else state.reading = name;
    keepAddress(`${directiveOf(id) ? "directive" : "text"}/${id}`, state);
  };
  const tabs = h("div", {class: "tabs readings", role: "group", "aria-label": t("readings")}, choices.map(([name, label]) => button(label, () => choose(name), {"data-reading": name})));
  choose(known.includes(state.reading) ? state.reading : "base");
  return choices.length > 1 ? [tabs, text] : text;
}

const wordsOf = (name, record, detail) => (name === "printed" ? detail.printed.map(([printed]) => printed).join("")
  : name === "amended" ? record.text_amended : name === "stripped" ? record.text
  : name.startsWith("option-") ? detail.options[name.slice(7)] : detail.readings[name.slice(3)]);

function readingText(name, record, detail, base, state) {
  const quote = (...content) => h("p", {class: "quote large"}, content);
  if (name === "printed") return printedBlock(detail.printed, state);
  if (name === "base") return quote(base || t("no_text"));
  return [quote(markChanges(base, wordsOf(name, record, detail) || "")), h("p", {class: "small"}, t("marks_against_base"))];
}

// The text as printed: amendments framed with who wants them, repairs of the scan shown on demand.
function printedBlock(pieces, state) {
  const repairs = pieces.filter((piece) => piece[2] !== null).length;
  const text = h("p", {class: "quote large"});
  const draw = () => replace(text, pieces.map(([printed, amendment, repaired]) => {
    const content = repaired !== null && state.ocr ? h("span", {class: "repair"}, h("del", {}, printed), h("ins", {}, repaired || "∅")) : printed;
    return amendment ? h("span", {class: "amendment", title: amendment}, content) : content;
  }));
  const box = h("input", {type: "checkbox", id: "show-ocr", checked: Boolean(state.ocr), onchange: () => { if (box.checked) state.ocr = "1"; else delete state.ocr; draw(); }});
  draw();
  return [text, repairs ? h("label", {class: "check"}, box, ` ${t("ocr_toggle")} (${tn("repairs_n", repairs)})`) : null];
}

// Who stands behind an amendment, each with what it does where that is not to propose: "Chile, México (se opone)".
function backersOf(row) {
  const countries = words(row.countries), roles = words(row.role);
  if (countries.length === 0) {  // a group, whose name stands in the bracket alone
    const group = row.role ? (row.as_printed.match(/^\[\s*([^:[\]–]{2,60}?)\s*[:–]/) || ["", ""])[1] : "";
    return row.role && row.role !== "proposes" && !group ? t(`role.${row.role}`) : group;
  }
  const each = countries.map((country, at) => [countryName(country), roles.length > 1 ? roles[at] : roles[0]]);
  return each.map(([name, role]) => (role && role !== "proposes" ? `${name} (${t(`role.${role}`)})` : name)).join(", ");
}

function amendmentsBlock(id) {
  const rows = grouped("amendments", "record_id").get(id) || [];
  return [h("h2", {}, t("amendments")), rows.length ? h("ul", {class: "cards"}, rows.map((row) => h("li", {},
    h("p", {}, h("strong", {}, backersOf(row) || "–"), row.options ? ` (${t("option", row.options)})` : null, row.placeholder ? ` ${t("placeholder")}` : null,
      row.inserted ? [` ${t("wants_in")} `, h("ins", {}, row.inserted)] : null, row.inserted && row.deleted ? "," : null, row.deleted ? [` ${t("wants_out")} `, h("del", {}, row.deleted)] : null,
      row.certainty === "low" ? h("span", {class: "small warning"}, ` (${t("certainty_low")})`) : null),
    h("p", {class: "small"}, `${t("as_printed")}: `, h("q", {}, row.as_printed))))) : h("p", {}, t("no_amendments"))];
}

function carriedBlock(id, directive) {
  const links = (grouped("links", "directive_id").get(id) || []);
  const byPlan = coverageOf(directive.plan_id).get(id) || new Map();
  return [h("h2", {}, t("carried_by")), [...byPlan].map(([plan, row]) => {
    const found = links.filter((link) => link.action_id.startsWith(`${plan}/`));
    const listed = new Set(found.map((link) => link.action_id));
    const further = words(row.action_ids).filter((each) => !listed.has(each));
    return h("section", {}, h("h3", {}, plan, " ", statusChip(row.status, row), " ", h("span", {class: "small"}, certaintyWords(row))),
      found.length + further.length ? h("ul", {class: "cards"}, found.map((link) => carriedItem(link.action_id, directive, link)), further.map((each) => carriedItem(each, directive, null))) : h("p", {class: "small"}, t("no_actions", plan)));
  })];
}

function carriedItem(actionId, directive, link) {
  const action = actionOf(actionId);
  if (!action) return h("li", {}, actionId);
  const [marked] = markBoth(action.action || "", textOf(directive));
  return h("li", {}, h("a", {href: `#/action/${actionId}`}, actionId), " ", link ? h("span", {class: "small"}, linkWords(link)) : null, h("p", {class: "quote"}, marked),
    h("p", {class: "small"}, action.responsible || "–", placeOf(action) ? ` · ${placeOf(action)}` : ""));
}

// The directives of other frameworks that say the same.
function kinBlock(id) {
  const rows = [...(grouped("directive_crosswalk", "directive_id").get(id) || []).map((row) => [row.other_directive_id, row]),
    ...(grouped("directive_crosswalk", "other_directive_id").get(id) || []).map((row) => [row.directive_id, row])];
  if (!rows.length) return null;
  return [h("h2", {}, t("ancestors")), h("ul", {class: "cards"}, rows.map(([other, row]) => {
    const [, theirs] = markBoth(textOf(directiveOf(id)), textOf(directiveOf(other)));
    return h("li", {}, recordLink(other), " ", h("span", {class: "small"}, sureness(row.score)), h("p", {class: "quote"}, theirs));
  }))];
}

Object.assign(WORDS, {
  "unit.directive": ["Directriz", "Directive"], "unit.objective": ["Objetivo", "Objective"], "unit.principle": ["Principio", "Principle"], "unit.mandate": ["Mandato", "Mandate"],
  "unit.preamble": ["Preámbulo", "Preamble"], "unit.heading": ["Título", "Heading"], "unit.footnote": ["Nota", "Footnote"], "unit.benefit": ["Prestación", "Benefit"],
  "unit.requirement": ["Requisito", "Requirement"], "unit.step": ["Paso", "Step"], "unit.clause": ["Cláusula", "Clause"], "unit.paragraph": ["Párrafo", "Paragraph"],
});
