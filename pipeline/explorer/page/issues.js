// What is doubtful, by severity, with its place.
const SEVERITIES = ["defect", "doubt", "info"];

VIEWS.issues = function (rest, state) {
  if (!state.severity && !location.hash.includes("?")) state.severity = "doubt";
  const all = rowsOf("issues"), count = h("p", {class: "count", role: "status"});
  let rows = [];
  const list = virtualRows({label: t("issues"), height: 70, open: (row) => { const address = recordAddress(row.record_id); if (address) location.hash = address; }, columns: [
    {title: t("severity"), width: "6rem", cell: (row) => h("span", {class: `tag ${row.severity}`}, named("severity", row.severity))},
    {title: t("code"), width: "minmax(8rem, 11rem)", kind: "small", cell: (row) => row.issue_code},
    {title: t("record"), width: "minmax(9rem, 14rem)", kind: "small", cell: (row) => [row.record_id ? recordLink(row.record_id) : row.plan_id, row.page ? [h("br"), `${t("page_short")} ${row.page}`] : null]},
    {title: t("detail"), width: "minmax(14rem, 2fr)", kind: "clamped small", cell: (row) => h("span", {title: row.detail}, row.detail)},
    {title: t("text"), width: "minmax(10rem, 2fr)", kind: "clamped small", cell: (row) => h("span", {title: row.text}, row.text || "")},
  ]});
  const apply = () => {
    const terms = termsOf(state.q);
    rows = all.filter((row) => (!state.severity || row.severity === state.severity || state.severity === "all") && (!state.code || row.issue_code === state.code) && (!state.plan || row.plan_id === state.plan)
      && (!terms.length || terms.every((term) => fold(`${row.record_id || ""} ${row.detail || ""} ${row.text || ""}`).includes(term))));
    list.show(rows);
    replace(count, tn("issues_n", rows.length));
  };
  const bar = filterBar("issues", state, apply, [
    (st, ch) => selectFilter("severity", t("severity"), [["all", t("any")], ...SEVERITIES.map((value) => [value, `${named("severity", value)} (${number(all.filter((row) => row.severity === value).length)})`])], st, ch),
    (st, ch) => selectFilter("code", t("code"), countedOptions(all.map((row) => row.issue_code), (value) => value), st, ch),
    (st, ch) => selectFilter("plan", t("plan"), plainOptions(all.map((row) => row.plan_id), shortName, t("all")), st, ch),
    (st, ch) => textFilter("q", t("text_filter"), st, ch),
  ]);
  const header = ["issue_code", t("severity"), t("stage"), "plan_id", "record_id", t("page"), t("detail"), t("text")];
  apply();
  return [h("h1", {}, t("issues")), bar, h("div", {class: "above-list"}, count, exportButtons(t("issues"), header,
    () => rows.map((row) => [row.issue_code, named("severity", row.severity), row.stage, row.plan_id, row.record_id, row.page, row.detail, row.text]))), list.element];
};
