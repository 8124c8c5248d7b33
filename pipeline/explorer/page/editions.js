// What an edition of a plan changed against the one that it supersedes.
VIEWS.editions = function (rest, state) {
  const all = rowsOf("edition_changes"), plans = [...new Set(all.map((row) => row.plan_id))];
  if (!plans.length) return [h("h1", {}, t("editions")), h("p", {}, t("no_editions"))];
  const plan = plans.includes(rest) ? rest : plans[0], rows = all.filter((row) => row.plan_id === plan);
  const place = h("div", {}), count = h("p", {class: "count", role: "status"});
  let shown = [];
  const apply = () => {
    const terms = termsOf(state.q);
    shown = rows.filter((row) => (state.kind ? words(row.kind).includes(state.kind) : state.all || row.kind !== "unchanged" || row.fields_changed)
      && terms.every((term) => fold(`${oldText(row)} ${newText(row)}`).includes(term)));
    replace(count, tn("changes_n", shown.length));
    replace(place, h("ul", {class: "cards"}, shown.slice(0, 500).map(changeItem)), shown.length > 500 ? h("p", {}, t("search_more", number(shown.length - 500))) : null);
  };
  const bar = filterBar(`editions/${plan}`, state, apply, [
    (st, ch) => selectFilter("kind", t("kind"), countedOptions(rows.flatMap((row) => words(row.kind)), (value) => named("change", value)), st, ch),
    (st, ch) => textFilter("q", t("text_filter"), st, ch),
  ]);
  const header = ["plan_id", "action_id_old", "action_id_new", t("kind"), t("old"), t("new"), t("fields_changed"), t("certainty")];
  apply();
  return [h("h1", {}, t("editions")), plans.length > 1 ? h("div", {class: "tabs"}, plans.map((id) => h("a", {href: `#/editions/${id}`, "aria-current": id === plan ? "true" : null}, id))) : null,
    h("p", {class: "lead"}, t("against", plan, rows[0].supersedes)), bar, h("div", {class: "above-list"}, count, exportButtons(t("editions"), header,
      () => shown.map((row) => [row.plan_id, row.action_id_old, row.action_id_new, words(row.kind).map((value) => named("change", value)).join(", "), oldText(row), newText(row), words(row.fields_changed).join(", "), row.certainty]))), place];
};

const oldText = (row) => (actionOf(row.action_id_old) || {}).action || "";
const newText = (row) => (actionOf(row.action_id_new) || {}).action || "";

function changeItem(row) {
  const ids = [row.action_id_old, row.action_id_new].filter(Boolean);
  return h("li", {}, h("p", {class: "card-head"}, words(row.kind).map((value) => [h("span", {class: `tag change-${value}`}, named("change", value)), " "]),
      ids.map((id, at) => [at ? " → " : "", recordLink(id)]), row.certainty === "low" ? h("span", {class: "small warning"}, ` (${t("certainty_low")})`) : null),
    h("p", {class: "quote"}, row.action_id_old && row.action_id_new ? markChanges(oldText(row), newText(row)) : row.action_id_new ? h("ins", {}, newText(row)) : h("del", {}, oldText(row))),
    row.fields_changed ? h("p", {class: "small"}, `${t("fields_changed")}: `, words(row.fields_changed).map(columnLabel).join(", ")) : null);
}
