// Bodies: what each answers for, alone or with others, through time.
function rolesOf(bodyId) {
  const roles = {alone: [], withOthers: [], associated: []};
  const seen = new Set();
  for (const mention of grouped("action_agencies", "agency_id").get(bodyId) || []) {
    const key = `${mention.action_id} ${mention.role}`;
    if (seen.has(key)) continue;
    seen.add(key);
    if (mention.role !== "responsible") roles.associated.push(mention.action_id);
    else (coResponsible(mention.action_id, bodyId).length ? roles.withOthers : roles.alone).push(mention.action_id);
  }
  return roles;
}

// The other bodies, as printed, that answer for an action too.
function coResponsible(actionId, bodyId) {
  const others = bodiesOfAction(actionId).filter(({mention}) => mention.role === "responsible" && mention.agency_id !== bodyId);
  return [...new Map(others.map(({mention, body}) => [mention.agency_id || mention.surface, body ? body.acronym || body.name : mention.surface])).values()];
}

VIEWS.bodies = function (rest, state) {
  const count = h("p", {class: "count", role: "status"});
  let rows = [];
  const all = once("body rows", () => rowsOf("agencies").map((body) => {
    const roles = rolesOf(body.agency_id);
    return {body, alone: roles.alone.length, withOthers: roles.withOthers.length, associated: roles.associated.length, folded: fold([body.name, body.acronym, body.aliases, body.agency_id].filter(Boolean).join(" "))};
  }).sort((one, other) => other.alone + other.withOthers - one.alone - one.withOthers || other.associated - one.associated));
  const figure = (value) => (value ? number(value) : h("span", {class: "faint"}, "0"));
  const list = virtualRows({label: t("bodies"), height: 52, open: (row) => { location.hash = `#/body/${row.body.agency_id}`; }, columns: [
    {title: t("body"), width: "minmax(14rem, 3fr)", kind: "clamped", cell: (row) => h("a", {href: `#/body/${row.body.agency_id}`}, bodyName(row.body))},
    {title: t("alone"), width: "7rem", kind: "figure", cell: (row) => figure(row.alone)},
    {title: t("with_others"), width: "8rem", kind: "figure", cell: (row) => figure(row.withOthers)},
    {title: t("is_associated"), width: "7rem", kind: "figure", cell: (row) => figure(row.associated)},
    {title: t("valid"), width: "minmax(6rem, 1fr)", kind: "small clamped", cell: (row) => validity(row.body)},
  ]});
  const apply = () => {
    const terms = termsOf(state.q);
    rows = all.filter((row) => (!state.country || row.body.jurisdiction === state.country) && (!state.kind || row.body.kind === state.kind)
      && (state.all || row.alone + row.withOthers + row.associated > 0) && terms.every((term) => row.folded.includes(term)));
    list.show(rows);
    replace(count, tn("bodies_n", rows.length));
  };
  const columns = columnsOf("agencies");
  const bar = filterBar("bodies", state, apply, [
    (st, ch) => textFilter("q", t("text_filter"), st, ch),
    (st, ch) => selectFilter("country", t("body_country"), plainOptions(columns.jurisdiction, countryName, t("all")), st, ch),
    (st, ch) => selectFilter("kind", t("kind"), plainOptions(columns.kind, (value) => named("body", value)), st, ch),
    (st, ch) => selectFilter("all", t("bodies_which"), [["", t("only_named")], ["1", t("all")]], st, ch),
  ]);
  const header = ["agency_id", t("body"), t("kind"), t("body_country"), t("alone"), t("with_others"), t("is_associated"), t("valid")];
  apply();
  return [h("h1", {}, t("bodies")), bar, h("div", {class: "above-list"}, count, exportButtons(t("bodies"), header,
    () => rows.map((row) => [row.body.agency_id, bodyName(row.body), named("body", row.body.kind), row.body.jurisdiction, row.alone, row.withOthers, row.associated, validity(row.body)]))), list.element];
};

function validity(body) {
  return [body.valid_from ? t("since", body.valid_from) : null, body.valid_to ? t("until", body.valid_to) : null].filter(Boolean).join(" ");
}

VIEWS.body = function (id) {
  const body = bodyOf(id);
  if (!body) return null;
  const roles = rolesOf(id);
  const sections = [["alone", roles.alone], ["with_others", roles.withOthers], ["is_associated", roles.associated]];
  return [h("p", {class: "path"}, h("a", {href: "#/bodies"}, t("bodies")), " › ", id), h("h1", {}, bodyName(body)),
    h("p", {class: "small"}, [named("body", body.kind), countryName(body.jurisdiction || ""), validity(body)].filter(Boolean).join(" · ")),
    body.aliases ? h("p", {class: "small"}, `${t("aliases")}: ${words(body.aliases).join("; ")}`) : null,
    timeBlock(body),
    h("p", {}, tn("actions_n", new Set([...roles.alone, ...roles.withOthers, ...roles.associated]).size)),
    sections.filter(([, ids]) => ids.length).map(([name, ids]) => [h("h2", {}, `${t(name)} (${number(ids.length)})`), h("ul", {class: "cards"}, ids.slice(0, 300).map((actionId) => bodyAction(actionId, id)))])];
};

function bodyAction(actionId, bodyId) {
  const action = actionOf(actionId), others = coResponsible(actionId, bodyId);
  const links = (grouped("links", "action_id").get(actionId) || []).filter((link) => link.is_primary && link.directive_id);
  return h("li", {}, h("a", {href: `#/action/${actionId}`}, actionId), placeOf(action) ? ` ${placeOf(action)}` : "", h("p", {class: "quote"}, action.action),
    h("p", {class: "small"}, others.length ? `${t("co_responsible", others.join(", "))} · ` : "", links.map((link) => [recordLink(link.directive_id), " "])));
}

// Bodies before and after it, what it is part of, its units.
function timeBlock(body) {
  const id = body.agency_id, name = (other) => h("a", {href: `#/body/${other}`}, bodyOf(other) ? bodyName(bodyOf(other)) : other);
  const after = STORE.successions.filter((row) => row[0] === id), before = STORE.successions.filter((row) => row[1] === id);
  const units = rowsOf("agencies").filter((row) => row.parent_agency_id === id);
  const lines = [
    body.parent_agency_id ? h("li", {}, `${t("parent")}: `, name(body.parent_agency_id)) : null,
    after.map((row) => h("li", {}, `${t("successors")}: `, name(row[1]), ` (${row[2]}; ${row[3]})`)),
    before.map((row) => h("li", {}, `${t("predecessors")}: `, name(row[0]), ` (${row[2]}; ${row[3]})`)),
    units.length ? h("li", {}, `${t("units")}: `, units.map((row, at) => [at ? "; " : "", name(row.agency_id)])) : null,
  ];
  return lines.flat().some(Boolean) ? [h("h2", {}, t("through_time")), h("ul", {}, lines)] : null;
}

Object.assign(WORDS, {
  "body_country": ["País u organización", "Country or organisation"], "bodies_which": ["Cuáles", "Which"],
  "body.ministry": ["ministerio", "ministry"], "body.agency": ["agencia", "agency"], "body.secretariat": ["secretaría", "secretariat"], "body.directorate": ["dirección", "directorate"],
  "body.collective": ["nombre colectivo", "collective name"], "body.organ": ["órgano", "organ"], "body.international-organisation": ["organización internacional", "international organisation"],
  "body.programme": ["programa", "programme"], "body.unit": ["unidad", "unit"], "body.prosecution": ["ministerio público", "prosecution"], "body.council": ["consejo", "council"], "body.committee": ["comité", "committee"],
  "body.register": ["registro", "register"], "body.ombudsman": ["defensoría del pueblo", "ombudsman"], "body.public-defence": ["defensa pública", "public defence"], "body.trade-union": ["sindicato", "trade union"], "body.government": ["gobierno", "government"], "body.coalition": ["coalición", "coalition"],
});
