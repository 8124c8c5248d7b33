// Counts and progress as plots.
VIEWS.progress = function () {
  return [h("h1", {}, t("progress")), h("p", {class: "lead"}, t("plot.lead")), h("div", {class: "plots"}, progressPlots(), coveragePlots(), axisPlots(), bodiesPlot(), groupsPlot())];
};

const mean = (values) => (values.length ? sum(values) / values.length : null);

function progressPlots() {
  const plans = groupBy(rowsOf("progress"), (row) => row.action_id.split("/")[0]);
  return [...plans].map(([plan, found]) => {
    const years = [...groupBy(found, (row) => row.year)].sort((one, other) => one[0] - other[0]);
    const rows = years.map(([year, pairs]) => {
      const figures = ["programmed_percent", "executed_percent"].map((name) => pairs.map((row) => row[name]).filter((value) => value !== null && value !== undefined));
      return {name: String(year), values: figures.map(mean), notes: figures.map((values) => `(${values.length})`)};
    });
    return barPlot({id: `progress-${plan}`, title: t("plot.progress", plan), note: t("plot.progress_note"), series: [t("programmed"), t("executed")], rows, unit: " %", most: 100});
  });
}

function coveragePlots() {
  return frameworks().map((framework) => barPlot({id: `coverage-${framework.plan_id}`, title: t("plot.coverage", framework.plan_id), isStacked: true, series: STATUSES.map((status) => named("status", status)),
    rows: actionPlans().map((plan) => {
      const found = [...coverageOf(framework.plan_id).values()].map((byPlan) => byPlan.get(plan.plan_id)).filter(Boolean);
      return {name: plan.plan_id, values: STATUSES.map((status) => found.filter((row) => row.status === status).length)};
    }).filter((row) => sum(row.values))}));
}

function axisPlots() {
  return actionPlans().map((plan) => {
    const counts = groupBy((grouped("actions", "plan_id").get(plan.plan_id) || []), (row) => row.axis || "–");
    return barPlot({id: `axes-${plan.plan_id}`, title: t("plot.axes", plan.plan_id), series: [t("actions")], rows: [...counts].map(([name, found]) => ({name, values: [found.length]}))});
  });
}

function bodiesPlot() {
  const rows = rowsOf("agencies").map((body) => {
    const roles = rolesOf(body.agency_id);
    return {name: body.acronym || body.name, values: [roles.alone.length, roles.withOthers.length, roles.associated.length]};
  }).filter((row) => sum(row.values)).sort((one, other) => sum(other.values) - sum(one.values)).slice(0, 20);
  return rows.length ? barPlot({id: "bodies", title: t("plot.bodies"), isStacked: true, series: [t("alone"), t("with_others"), t("is_associated")], rows}) : null;
}

function groupsPlot() {
  const options = facetOptions("target", columnsOf("actions").action_id).slice(1, 21);
  const rows = options.map(([key]) => ({name: conceptName(key), values: [columnsOf("actions").action_id.filter((id) => hasConcept(id, key)).length]}));
  return rows.length ? barPlot({id: "groups", title: t("plot.groups"), series: [t("actions")], rows}) : null;
}
