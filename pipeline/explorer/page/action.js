// One action: its cells beside its page, its bodies, indicators and progress, and the directives it is linked to.
const NOT_CELLS = new Set(["action_id", "plan_id", "page_start", "page_end", "text_sha256", "number_sort", "part", "measure_inherited", "responsible_inherited"]);

VIEWS.action = function (id) {
  const action = actionOf(id);
  if (!action) return null;
  const all = rowsOf("actions"), at = all.indexOf(action);
  const beside = (row, text, rel) => (row ? h("a", {href: `#/action/${row.action_id}`, rel}, text) : null);
  const page = h("div", {class: "page-place"});
  const evidence = h("div", {});
  const fields = fieldList(action);
  detailOf(action, id).then((detail) => {
    showPlaces(page, fields, detail);
    replace(evidence, linksOf(action, detail));
  }).catch((error) => { replace(page, failed(error)); replace(evidence, linksOf(action, {})); });
  return [h("p", {class: "path"}, h("a", {href: `#/actions?plan=${action.plan_id}`}, action.plan_id), " › ", action.axis || "", " › ", id,
      h("span", {class: "beside"}, beside(all[at - 1], `← ${t("previous")}`, "prev"), " ", beside(all[at + 1], `${t("next")} →`, "next"))),
    h("h1", {}, `${t("action")} ${action.number || ""}`), h("p", {class: "quote large"}, action.action || t("no_text")),
    h("p", {class: "small"}, planOf(action.plan_id).title, placeOf(action) ? `, ${placeOf(action)}` : ""), recordTools("actions", id, action),
    h("div", {class: "columns"},
      h("div", {}, h("h2", {}, t("fields")), fields, bodiesBlock(id), indicatorsBlock(id), progressBlock(id), extrasBlock(id), conceptsBlock(id), doubtsBlock(id)), page),
    h("h2", {}, t("links_to")), evidence];
};

// The printed cells; a field with a place on the page can be hovered and focused.
function fieldList(action) {
  const names = Object.keys(columnsOf("actions")).filter((name) => !NOT_CELLS.has(name) && action[name] !== null && action[name] !== undefined);
  return h("div", {class: "fields"}, names.map((name) => {
    const described = STORE.columns[name];
    return h("div", {class: "field", "data-column": name}, h("div", {class: "label", title: described ? described[LANGUAGES.indexOf(language)] : null}, columnLabel(name),
      action[`${name}_inherited`] ? h("span", {class: "small"}, ` (${t("inherited")})`) : null), h("div", {}, String(action[name])));
  }));
}

// Puts the page beside the fields and joins each field with its boxes.
function showPlaces(place, fields, detail) {
  const {boxes, lines} = placesOf(detail.cells, detail.merged);
  const light = (column, isOn) => {
    for (const box of place.querySelectorAll(".box")) box.classList.toggle("lit", isOn && box.dataset.column === column);
    for (const field of fields.querySelectorAll(".field")) field.classList.toggle("lit", isOn && field.dataset.column === column);
  };
  for (const field of fields.querySelectorAll(".field")) {
    const column = field.dataset.column;
    if (!boxes.some((box) => box.column === column)) continue;
    field.tabIndex = 0;
    field.setAttribute("role", "group");
    field.setAttribute("aria-label", `${columnLabel(column)}: ${t("page_of", boxes.find((box) => box.column === column).file, [...new Set(boxes.filter((box) => box.column === column).map((box) => box.page))].join(", "))}`);
    for (const [name, isOn] of [["mouseenter", true], ["mouseleave", false], ["focus", true], ["blur", false]]) field.addEventListener(name, () => { light(column, isOn); showLit(place.querySelector(".pages")); });
  }
  const texts = lines.filter((line) => line.column === "action" || line.column === "text");
  replace(place, boxes.length ? pageViewer(boxes, light) : [h("p", {class: "small"}, t("no_image")), printedLines(lines, detail.lines || {})],
    boxes.length && texts.length ? h("p", {class: "small"}, `${t("other_places")}: `, [...new Set(texts.map(linesPlace))].join("; ")) : null);
}

function bodiesBlock(id) {
  const found = bodiesOfAction(id);
  if (!found.length) return null;
  return [h("h3", {}, t("bodies")), h("ul", {class: "plain-list"}, found.map(({mention, body}) => h("li", {},
    h("span", {class: `tag ${mention.role}`}, t(mention.role)), " ",
    body ? h("a", {href: `#/body/${body.agency_id}`}, bodyName(body)) : h("span", {}, mention.surface, " ", h("em", {class: "small"}, `(${t("unmapped")})`)),
    body && mention.surface !== body.acronym && mention.surface !== body.name ? h("span", {class: "small"}, ` «${mention.surface}»`) : null,
    mention.parent_agency_id && bodyOf(mention.parent_agency_id) ? h("span", {class: "small"}, ` ${t("part_then", bodyOf(mention.parent_agency_id).acronym || bodyOf(mention.parent_agency_id).name)}`) : null,
    body && body.valid_to ? h("span", {class: "small warning"}, ` ${t("no_longer")} (${t("until", body.valid_to)})`) : null)))];
}

function indicatorsBlock(id) {
  const titles = {indicator: "indicators_n", verification: "verifications_n", result: "results_list"};
  return [...groupBy(grouped("indicators", "record_id").get(id) || [], (row) => row.role)].filter(([, rows]) => rows.length > 1).map(([role, rows]) =>
    [h("h3", {}, t(titles[role] || role)), h("ul", {}, rows.map((row) => h("li", {}, row.letter ? `${row.letter}) ` : "", row.text)))]);
}

function progressBlock(id) {
  const rows = grouped("progress", "action_id").get(id) || [];
  if (!rows.length) return null;
  const cell = (printed) => h("td", {class: "figure"}, printed || "–");
  return [h("h3", {}, t("column.programmed_printed"), " / ", t("column.executed_printed")), h("table", {class: "plain"},
    h("thead", {}, h("tr", {}, [t("year"), t("programmed"), t("executed")].map((text) => h("th", {scope: "col"}, text)))),
    h("tbody", {}, rows.map((row) => h("tr", {}, h("th", {scope: "row"}, row.year_printed || String(row.year || "")), cell(row.programmed_printed), cell(row.executed_printed)))))];
}

function extrasBlock(id) {
  const rows = grouped("extras", "record_id").get(id) || [];
  return rows.length ? h("div", {class: "fields"}, rows.map((row) => h("div", {class: "field"}, h("div", {class: "label"}, row.label_original), h("div", {}, row.text)))) : null;
}

function conceptsBlock(id) {
  const keys = conceptsOfRecord(id);
  const facets = {measure: "measure", target: "group", topic: "topic"};
  const address = actionOf(id) ? "actions" : "directives";
  return keys.length ? h("p", {class: "concepts"}, keys.map((key) => [h("a", {class: `tag facet-${key.split(".")[0]}`, href: `#/${address}?${facets[key.split(".")[0]]}=${key}`}, conceptName(key)), " "])) : null;
}

function doubtsBlock(id) {
  const rows = (grouped("issues", "record_id").get(id) || []).filter((row) => row.severity !== "info");
  return rows.length ? [h("h3", {}, t("doubts_here")), h("ul", {class: "plain-list"}, rows.map((row) => h("li", {}, h("span", {class: `tag ${row.severity}`}, named("severity", row.severity)), " ", row.detail)))] : null;
}

// The links of an action, framework by framework, both texts with their shared words marked.
function linksOf(action, detail) {
  const links = grouped("links", "action_id").get(action.action_id) || [];
  return [...groupBy(links, (link) => link.target_plan_id)].map(([target, rows]) => h("section", {class: "links"},
    h("h3", {}, planOf(target) ? planOf(target).title : target),
    rows.map((link) => (link.directive_id ? linkCard(action, link, evidenceOf(detail, link)) : h("div", {class: "card"}, h("p", {}, h("strong", {}, t("none_fits")), " ", h("span", {class: "small"}, linkWords(link))), evidenceList(evidenceOf(detail, link)))))));
}

const evidenceOf = (detail, link) => (detail.links || []).find((each) => each.target === link.target_plan_id && each.directive === link.directive_id);

function linkCard(action, link, evidence) {
  const directive = directiveOf(link.directive_id);
  const [mine, theirs] = markBoth(action.action || "", textOf(directive), evidence && evidence.action, evidence && evidence.directive);
  return h("article", {class: `card link ${link.status}`},
    h("p", {class: "card-head"}, h("a", {href: recordAddress(link.directive_id)}, h("strong", {}, `${t("directive")} ${directive.number || ""}`)), " ", h("span", {class: "faint"}, link.directive_id), " ",
      link.is_primary ? h("span", {class: "tag responsible"}, t("primary")) : null, " ", h("span", {class: "sure"}, linkWords(link))),
    h("div", {class: "both"}, h("p", {class: "quote"}, mine), h("p", {class: "quote"}, theirs)), evidenceList(evidence));
}

function evidenceList(evidence) {
  const lines = evidence ? evidence[language].filter(Boolean) : [];
  return lines.length ? h("details", {}, h("summary", {}, t("evidence")), h("ul", {class: "small"}, lines.map((line) => h("li", {}, line)))) : null;
}
