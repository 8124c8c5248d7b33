// Which directives each plan carries out: directives × plans, coloured by status and certainty.
const STATUSES = ["carried-out", "in-part", "proposed", "none"];
const SIGNS = {"carried-out": "●", "in-part": "◐", "proposed": "?", "none": "·"};

// The rows of `coverage` of a framework: directive → plan → row.
function coverageOf(target) {
  return once(`coverage ${target}`, () => {
    const found = new Map();
    for (const row of rowsOf("coverage")) {
      if (row.target_plan_id !== target) continue;
      if (!found.has(row.directive_id)) found.set(row.directive_id, new Map());
      found.get(row.directive_id).set(row.plan_id, row);
    }
    return found;
  });
}

// The best status that a directive has among some plans.
function bestStatus(byPlan, plans) {
  return STATUSES[Math.min(3, ...plans.map((plan) => { const row = byPlan.get(plan); return row ? STATUSES.indexOf(row.status) : 3; }))];
}

// Green has three depths: how sure the status is.
function depthOf(row) {
  if (!row || row.status === "none") return 0;
  const sure = row.judged_by && !row.judged_by.startsWith("program:") ? 1 : row.confidence || 0;
  return sure >= 0.75 ? 3 : sure >= 0.45 ? 2 : 1;
}

function statusChip(status, row, text) {
  return h("span", {class: `chip ${status} depth-${depthOf(row)}`}, h("span", {"aria-hidden": "true"}, SIGNS[status]), " ", text || named("status", status));
}

function certaintyWords(row) {
  if (!row || row.status === "none") return "";
  if (row.judged_by && !row.judged_by.startsWith("program:")) return t("reviewed_by", row.judged_by);
  return row.confidence === null ? t("by_program") : `${t("by_program")}; ${sureness(row.confidence)}`;
}

function plansShown(state) {
  return actionPlans().filter((plan) => !state.country || plan.jurisdiction === state.country).map((plan) => plan.plan_id)
    .filter((plan) => !state.plan || plan === state.plan);
}

function coverageRows(target, state) {
  const plans = plansShown(state), matrix = coverageOf(target), terms = termsOf(state.q);
  const bodyActions = state.body ? new Set((grouped("action_agencies", "agency_id").get(state.body) || []).map((row) => row.action_id)) : null;
  const delegations = state.delegation ? new Set((grouped("amendments", "plan_id").get(target) || []).filter((row) => words(row.countries).includes(state.delegation)).map((row) => row.record_id)) : null;
  return [...matrix].map(([id, byPlan]) => ({id, directive: directiveOf(id), byPlan, best: bestStatus(byPlan, plans)})).filter((row) => {
    if (!row.directive) return false;
    if (state.section && row.directive.section !== state.section) return false;
    if (state.group && !hasConcept(row.id, state.group)) return false;
    if (delegations && !delegations.has(row.id)) return false;
    if (state.status && row.best !== (state.status === "gap" ? "none" : state.status)) return false;
    if (bodyActions && !plans.some((plan) => words((row.byPlan.get(plan) || {}).action_ids).some((id) => bodyActions.has(id)))) return false;
    return terms.every((term) => foldedDirective(row.id).includes(term));
  });
}

const foldedDirective = (id) => once(`folded ${id}`, () => fold(`${directiveOf(id).number || ""} ${textOf(directiveOf(id))}`));

VIEWS.coverage = function (rest, state) {
  const known = frameworks().map((plan) => plan.plan_id);
  if (!known.length) return [h("h1", {}, t("coverage")), h("p", {}, t("no_actions", ""))];
  const target = known.includes(rest) ? rest : known[0];
  const path = `coverage/${target}`;
  const count = h("p", {class: "count", role: "status"});
  const map = h("div", {class: "map"});
  const place = h("div", {});
  let list = null, rows = [];
  const apply = () => {
    const plans = plansShown(state);
    rows = coverageRows(target, state);
    if (!list || list.plans.join() !== plans.join()) { list = matrixList(target, plans); replace(place, list.element); }
    list.show(rows);
    replace(map, plans.map((plan) => mapOf(target, plan, rows)));
    replace(count, tn("directives_n", rows.length), " · ", STATUSES.map((status) => [statusChip(status, {status, confidence: 1}), ` ${number(rows.filter((row) => row.best === status).length)} `]));
  };
  const ids = [...coverageOf(target).keys()];
  const bar = filterBar(path, state, apply, [
    (st, ch) => selectFilter("status", t("status"), [["", t("any")], ["gap", t("status.gap")], ["carried-out", named("status", "carried-out")], ["in-part", named("status", "in-part")], ["proposed", named("status", "proposed")]], st, ch),
    (st, ch) => selectFilter("country", t("country"), plainOptions(actionPlans().map((plan) => plan.jurisdiction), countryName, t("all")), st, ch),
    (st, ch) => selectFilter("plan", t("plan"), plainOptions(actionPlans().map((plan) => plan.plan_id), shortName, t("all")), st, ch),
    (st, ch) => selectFilter("section", t("section"), plainOptions(ids.map((id) => (directiveOf(id) || {}).section), (value) => value), st, ch),
    (st, ch) => selectFilter("body", t("body"), countedOptions(columnsOf("action_agencies").agency_id, (id) => bodyOf(id).acronym || bodyOf(id).name), st, ch),
    (st, ch) => selectFilter("group", t("group"), facetOptions("target", ids), st, ch),
    (st, ch) => selectFilter("delegation", t("delegation"), countedOptions((grouped("amendments", "plan_id").get(target) || []).flatMap((row) => words(row.countries)), countryName), st, ch),
    (st, ch) => textFilter("q", t("text_filter"), st, ch),
  ]);
  const header = () => ["directive_id", t("number"), t("section"), t("text"), "is_text_whole", "page_start", t("all_plans"), ...plansShown(state).flatMap((plan) => [plan, `${plan}: ${t("actions")}`])];
  const exported = () => rows.map((row) => [row.id, row.directive.number, row.directive.section, textOf(row.directive), row.directive.is_text_whole, row.directive.page_start, named("status", row.best),
    ...plansShown(state).flatMap((plan) => { const cell = row.byPlan.get(plan); return cell ? [named("status", cell.status), words(cell.action_ids).join(", ")] : ["", ""]; })]);
  apply();
  return [h("h1", {}, t("coverage")), h("p", {class: "lead", id: "coverage-lead"}, t("coverage_lead")),
    h("div", {class: "tabs", role: "group", "aria-label": t("framework")}, known.map((id) => h("a", {href: `#/coverage/${id}${queryOf(state)}`, "aria-current": id === target ? "true" : null, title: planOf(id).title}, id))),
    h("p", {class: "title-of-plan"}, planOf(target).title), bar, map, h("div", {class: "above-list"}, count, exportButtons(`${t("coverage")}-${target}`, header, exported)), place];
};

const queryOf = (state) => { const kept = {...state}; delete kept.section; delete kept.group; delete kept.delegation; const query = new URLSearchParams(kept).toString(); return query ? `?${query}` : ""; };

function matrixList(target, plans) {
  const cell = (plan) => (row) => {
    const found = row.byPlan.get(plan);
    const status = found ? found.status : "none";
    return h("button", {type: "button", class: `cell ${status} depth-${depthOf(found)}`, title: `${plan}: ${named("status", status)}. ${certaintyWords(found)}`, onclick: () => showCell(row.directive, plan, found)},
      h("span", {"aria-hidden": "true"}, SIGNS[status]), h("span", {class: "unseen"}, `${row.directive.number || ""} ${plan}: ${named("status", status)}`),
      found && found.action_ids ? h("span", {class: "cell-count"}, number(words(found.action_ids).length)) : null);
  };
  const list = virtualRows({label: `${t("coverage")} ${target}`, height: 58, hint: "coverage-lead", open: (row) => { location.hash = recordAddress(row.id); }, columns: [
    {title: t("number"), width: "4.2rem", kind: "figure", cell: (row) => h("a", {href: recordAddress(row.id)}, row.directive.number || "–")},
    {title: t("directive"), width: "minmax(12rem, 1fr)", kind: "clamped", cell: (row) => h("span", {}, textOf(row.directive) || t("no_text"))},
    ...plans.map((plan) => ({title: plan, width: "minmax(4.6rem, 7.5rem)", kind: "centred", hint: planOf(plan).title, cell: cell(plan)})),
  ]});
  list.plans = plans;
  return list;
}

function mapOf(target, plan, rows) {
  const squares = rows.map((row) => {
    const found = row.byPlan.get(plan), status = found ? found.status : "none";
    return h("i", {class: `square ${status} depth-${depthOf(found)}`, title: `${row.directive.number || row.id}: ${named("status", status)}`, onclick: () => showCell(row.directive, plan, found)});
  });
  const counts = STATUSES.map((status) => `${named("status", status)} ${rows.filter((row) => (row.byPlan.get(plan) || {status: "none"}).status === status).length}`).join(", ");
  return h("div", {class: "map-row", role: "img", "aria-label": `${plan}: ${counts}`}, h("span", {class: "map-name", "aria-hidden": "true"}, plan), h("span", {class: "squares", "aria-hidden": "true"}, squares));
}

// The actions of a cell with their words, those that the directive has too marked.
function showCell(directive, plan, row) {
  const id = directive.directive_id, actions = row ? words(row.action_ids) : [];
  const items = actions.map((actionId) => {
    const action = actionOf(actionId);
    if (!action) return h("li", {}, actionId);
    const link = (grouped("links", "action_id").get(actionId) || []).find((each) => each.directive_id === id);
    const [marked] = markBoth(action.action || "", textOf(directive));
    return h("li", {}, h("a", {href: recordAddress(actionId), onclick: () => dialog.close()}, actionId), " ", placeOf(action), h("p", {class: "quote"}, marked),
      h("p", {class: "small"}, [action.responsible, link ? linkWords(link) : null].filter(Boolean).join(" · ")));
  });
  const [, text] = markBoth(actions.map((each) => (actionOf(each) || {}).action || "").join(" "), textOf(directive));
  const dialog = openDialog(`${plan} × ${id}`, h("p", {}, statusChip(row ? row.status : "none", row), " ", h("span", {class: "small"}, certaintyWords(row))),
    h("p", {class: "quote"}, text), h("p", {}, h("a", {href: recordAddress(id), onclick: () => dialog.close()}, `${t("open")}: ${id}`)),
    items.length ? h("ul", {class: "cards"}, items) : h("p", {}, t("no_actions", plan)));
}

// A link's status and sureness in words.
function linkWords(link) {
  if (link.status === "accepted") {
    const agreed = link.agreement === null || link.agreement === undefined ? "" : `; ${t("agreement", number(link.agreement * 100))}`;
    return `${named("status", "accepted")}, ${t("reviewed_by", link.judged_by || "–")}${agreed}`;
  }
  return `${named("status", link.status)}: ${sureness(link.confidence)}`;
}
