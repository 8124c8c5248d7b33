// All actions as a list, with a filter for each question that is asked of them.
const LACKS = ["indicators", "verification", "responsible", "link"];

const foldedActions = () => once("folded actions", () => rowsOf("actions").map((action) =>
  fold([action.action_id, action.number, action.axis, action.measure, action.objective, action.action, action.goal, action.indicators, action.verification, action.responsible, action.associated, action.observations].filter(Boolean).join(" \u0001 "))));

// Actions without a directive in any framework.
const unlinked = () => once("unlinked", () => {
  const linked = new Set(), ids = columnsOf("links");
  ids.action_id.forEach((id, at) => { if (ids.directive_id[at]) linked.add(id); });
  return linked;
});

function bodiesByAction() {
  return once("bodies by action", () => {
    const found = new Map(), columns = columnsOf("action_agencies");
    columns.action_id.forEach((id, at) => {
      const body = columns.agency_id[at];
      if (!body) return;
      if (!found.has(id)) found.set(id, new Set());
      found.get(id).add(body);
    });
    return found;
  });
}

function actionRows(state) {
  const terms = termsOf(state.q), folded = terms.length ? foldedActions() : null;
  const bodies = state.body ? bodiesByAction() : null;
  const concepts = [state.measure, state.group, state.topic].filter(Boolean);
  return rowsOf("actions").filter((action, at) => {
    if (state.plan && action.plan_id !== state.plan) return false;
    if (state.axis && action.axis !== state.axis) return false;
    if (bodies && !(bodies.get(action.action_id) || new Set()).has(state.body)) return false;
    if (state.lacks === "link" ? unlinked().has(action.action_id) : state.lacks && action[state.lacks]) return false;
    if (concepts.some((key) => !hasConcept(action.action_id, key))) return false;
    return terms.every((term) => folded[at].includes(term));
  });
}

VIEWS.actions = function (rest, state) {
  const count = h("p", {class: "count", role: "status"});
  let rows = [];
  const list = virtualRows({label: t("actions"), height: 66, open: (row) => { location.hash = `#/action/${row.action_id}`; }, columns: [
    {title: t("plan"), width: "minmax(6rem, 9rem)", kind: "small", cell: (row) => [h("span", {class: "one-line", title: row.plan_id}, row.plan_id), h("span", {class: "one-line faint", title: row.axis}, row.axis || "")]},
    {title: t("number"), width: "4.6rem", kind: "figure", cell: (row) => h("a", {href: `#/action/${row.action_id}`}, row.number || "–")},
    {title: t("action"), width: "minmax(14rem, 3fr)", kind: "clamped", cell: (row) => h("span", {}, markTerms(row.action || t("no_text"), termsOf(state.q)))},
    {title: t("responsible"), width: "minmax(6rem, 1fr)", kind: "clamped small", cell: (row) => h("span", {}, markTerms(row.responsible || "–", termsOf(state.q)))},
  ]});
  const apply = () => {
    rows = actionRows(state);
    list.show(rows);
    replace(count, tn("actions_n", rows.length));
  };
  const ids = columnsOf("actions").action_id;
  const plans = actionPlans().map((plan) => plan.plan_id);
  const bar = filterBar("actions", state, apply, [
    (st, ch) => textFilter("q", t("text_filter"), st, ch),
    (st, ch) => selectFilter("plan", t("plan"), plainOptions(plans, shortName, t("all")), st, ch),
    (st, ch) => selectFilter("axis", t("axis"), plainOptions(columnsOf("actions").axis, (value) => value), st, ch),
    (st, ch) => selectFilter("body", t("body"), countedOptions(columnsOf("action_agencies").agency_id, (id) => bodyOf(id).acronym || bodyOf(id).name), st, ch),
    (st, ch) => selectFilter("measure", t("measure_facet"), facetOptions("measure", ids), st, ch),
    (st, ch) => selectFilter("group", t("group"), facetOptions("target", ids), st, ch),
    (st, ch) => selectFilter("topic", t("topic_facet"), facetOptions("topic", ids), st, ch),
    (st, ch) => selectFilter("lacks", t("missing"), [["", t("any")], ...LACKS.map((name) => [name, t(`lacks.${name}`)])], st, ch),
  ]);
  const names = Object.keys(columnsOf("actions")).filter((name) => name !== "part" && columnsOf("actions")[name].some((value) => value !== null));
  const exported = () => rows.map((row) => names.map((name) => (typeof row[name] === "boolean" ? String(row[name]) : row[name])));
  apply();
  return [h("h1", {}, t("actions")), bar, h("div", {class: "above-list"}, count, exportButtons(t("actions"), names, exported)), list.element];
};
