// All directives as a list.
VIEWS.directives = function (rest, state) {
  const count = h("p", {class: "count", role: "status"});
  let rows = [];
  const list = virtualRows({label: t("directives"), height: 66, open: (row) => { location.hash = recordAddress(row.directive_id); }, columns: [
    {title: t("framework"), width: "minmax(5rem, 9rem)", kind: "small", cell: (row) => [h("span", {class: "one-line", title: row.plan_id}, row.plan_id), h("span", {class: "one-line faint", title: row.section}, row.section || "")]},
    {title: t("number"), width: "5.5rem", kind: "figure", cell: (row) => h("a", {href: recordAddress(row.directive_id)}, `${row.kind === "directive" ? "" : `${named("unit", row.kind)} `}${row.number || "–"}`)},
    {title: t("text"), width: "minmax(14rem, 4fr)", kind: "clamped", cell: (row) => h("span", {}, markTerms(textOf(row) || t("no_text"), termsOf(state.q)))},
    {title: t("amendments"), width: "7rem", kind: "small clamped", cell: (row) => h("span", {}, countryNames(delegationsOf(row.directive_id)))},
  ]});
  const apply = () => {
    const terms = termsOf(state.q), concepts = [state.measure, state.group, state.topic].filter(Boolean);
    rows = rowsOf("directives").filter((row) => (!state.framework || row.plan_id === state.framework) && (!state.kind || row.kind === state.kind)
      && (!state.section || row.section === state.section) && (!state.delegation || delegationsOf(row.directive_id).includes(state.delegation))
      && concepts.every((key) => hasConcept(row.directive_id, key)) && terms.every((term) => foldedDirective(row.directive_id).includes(term)));
    list.show(rows);
    replace(count, tn("directives_n", rows.length));
  };
  const columns = columnsOf("directives");
  const bar = filterBar("directives", state, apply, [
    (st, ch) => textFilter("q", t("text_filter"), st, ch),
    (st, ch) => selectFilter("framework", t("framework"), plainOptions(columns.plan_id, shortName, t("all")), st, ch),
    (st, ch) => selectFilter("kind", t("kind"), plainOptions(columns.kind, (value) => named("unit", value)), st, ch),
    (st, ch) => selectFilter("section", t("section"), plainOptions(columns.section, (value) => value), st, ch),
    (st, ch) => selectFilter("delegation", t("delegation"), countedOptions(columnsOf("amendments").countries.flatMap(words), countryName), st, ch),
    (st, ch) => selectFilter("measure", t("measure_facet"), facetOptions("measure", columns.directive_id), st, ch),
    (st, ch) => selectFilter("group", t("group"), facetOptions("target", columns.directive_id), st, ch),
    (st, ch) => selectFilter("topic", t("topic_facet"), facetOptions("topic", columns.directive_id), st, ch),
  ]);
  const header = ["directive_id", t("framework"), t("kind"), t("section"), t("number"), t("text"), t("reading.amended"), t("delegation"), t("page")];
  const exported = () => rows.map((row) => [row.directive_id, row.plan_id, named("unit", row.kind), row.section, row.number, textOf(row), row.text_amended, countryNames(delegationsOf(row.directive_id)), row.page_start]);
  apply();
  return [h("h1", {}, t("directives")), bar, h("div", {class: "above-list"}, count, exportButtons(t("directives"), header, exported)), list.element];
};

const delegationsOf = (id) => [...new Set((grouped("amendments", "record_id").get(id) || []).flatMap((row) => words(row.countries)))].sort();
