// Review mode: an action, the directives that may fit, and a reader's verdict on each.
const GRADES = ["3", "2", "1"];  // their words stand in GRADE_WORDS, which come from the reading guide

VIEWS.review = function (rest, state) {
  const reviewer = (remembered("reviewer") || "").trim();
  if (!reviewer || state.settings) return reviewSettings(reviewer, state);
  if (!isServed) verdicts.read();
  else if (verdicts.loaded !== reviewer) {
    const place = h("p", {"aria-busy": "true"}, "…");
    verdicts.load(reviewer).then(() => render(true), (error) => replace(place, failed(error)));
    return [h("h1", {}, t("review")), place];
  }
  const pairs = pairsToReview(state);
  const isDone = ([action, target]) => verdicts.of(reviewer, action, target).length > 0;
  const done = pairs.filter(isDone).length;
  const at = rest ? pairs.findIndex((pair) => pair.join(" ") === rest) : pairs.findIndex((pair) => !isDone(pair));
  const body = at < 0 ? h("p", {class: "lead"}, pairs.length ? t("all_reviewed") : t("nothing_to_review")) : askedAnew(reviewer, pairs[at], (shortlist) => question(reviewer, pairs, at, state, shortlist));
  return [h("h1", {}, t("review")), h("p", {class: "review-head"}, h("strong", {}, reviewer), ` · ${t("of_n", number(done), number(pairs.length))} ${t("reviewed")} `,
      h("progress", {value: done, max: pairs.length || 1, "aria-label": t("reviewed")}), " ",
      h("a", {href: `#/review?${new URLSearchParams({...state, settings: "1"})}`}, t("settings"))),
    body, h("div", {class: "tools"}, button(t("export_verdicts"), () => exportVerdicts(reviewer), {class: "primary", id: "export-verdicts"}),
      h("span", {class: "small"}, isServed ? t("review_served") : t("review_local"))), isServed ? null : h("p", {class: "small"}, t("import_how"), h("code", {}, `directriz review links --import ${verdictFile(reviewer)} --reviewer "${reviewer}" --root ${t("workspace_folder")}`))];
};

// Pairs of action and framework, the least certain first; those of one action stand together.
function pairsToReview(state) {
  return once(`pairs ${state.plan || ""} ${state.target || ""}`, () => {
    const groups = groupBy(rowsOf("links").filter((row) => (!state.plan || row.action_id.startsWith(`${state.plan}/`)) && (!state.target || row.target_plan_id === state.target)), (row) => `${row.action_id} ${row.target_plan_id}`);
    const first = [...groups].map(([pair, rows]) => [pair.split(" "), rows[0].confidence || 0]);
    return first.sort((one, other) => one[1] - other[1]).map(([pair]) => pair);
  });
}

function reviewSettings(reviewer, state) {
  const name = h("input", {type: "text", id: "reviewer", value: reviewer, required: true, autocomplete: "name"});
  const chosen = {...state};
  const set = (key, value) => { if (value) chosen[key] = value; else delete chosen[key]; };
  const blind = h("input", {type: "checkbox", id: "blind", checked: state.blind !== "0"});
  const begin = (event) => {
    event.preventDefault();
    if (!name.value.trim() || name.value.trim().startsWith("program:")) { name.focus(); return; }
    remember("reviewer", name.value.trim());
    reviewer = name.value.trim();
    delete chosen.settings;
    chosen.blind = blind.checked ? "1" : "0";
    location.hash = `#/review?${new URLSearchParams(chosen)}`;
  };
  return [h("h1", {}, t("review")), h("p", {class: "lead"}, t("review_lead")), h("form", {class: "settings", onsubmit: begin},
    h("label", {class: "filter"}, h("span", {}, t("reviewer")), name),
    selectFilter("plan", t("plan"), plainOptions(actionPlans().map((plan) => plan.plan_id), shortName, t("all")), chosen, set),
    selectFilter("target", t("framework"), plainOptions(frameworks().map((plan) => plan.plan_id), shortName, t("all")), chosen, set),
    h("label", {class: "check"}, blind, ` ${t("blind")}`), h("button", {type: "submit", class: "primary", id: "begin-review"}, t("begin")))];
}

// Asks with a shortlist that knows the verdicts given so far: made on this page, or by the server where there is one.
function askedAnew(reviewer, [actionId, target], draw) {
  const place = h("div", {"aria-busy": "true"});
  const own = () => detailOf(actionOf(actionId), actionId).then((detail) => shortlistFor((detail.weighed || {})[target] || [], liftOf(reviewer, actionId, target)));
  const served = () => fetch(`shortlist?${new URLSearchParams({action_id: actionId, target_plan_id: target})}`).then((answer) => answer.json()).then((told) => told.directives);
  (isServed ? served().then((found) => (found.length ? found : own()), own) : own())
    .then((shortlist) => { place.removeAttribute("aria-busy"); replace(place, draw(shortlist)); }, (error) => replace(place, failed(error)));
  return place;
}

const passed = new Set();  // the questions shown since the page was opened
const trail = [];  // the same in their order, for the way back

function question(reviewer, pairs, at, state, shortlist) {
  const [actionId, target] = pairs[at], action = actionOf(actionId), isBlind = state.blind !== "0";
  const links = (grouped("links", "action_id").get(actionId) || []).filter((link) => link.target_plan_id === target && link.directive_id);
  const ranked = [...new Set([...links.map((link) => link.directive_id), ...shortlist])];
  const chosen = isBlind ? [...shortlist] : ranked;
  const said = new Map(verdicts.of(reviewer, actionId, target).map((row) => [row.directive_id, row]));
  for (const id of said.keys()) if (id && !chosen.includes(id)) chosen.push(id);
  const list = h("ol", {class: "candidates"});
  const keep = () => verdicts.put(reviewer, actionId, target, [...said.values()]);
  const judge = (id, verdict, grade) => {
    const before = said.get(id);
    said.delete("");
    if (verdict === "no-match") {
      const accepted = [...said.values()].filter((row) => row.verdict === "accept");
      if (accepted.length && !confirm(t("erase_grades", accepted.map((row) => row.directive_id).join(", ")))) { if (before) said.set("", before); return; }
      said.clear();
    }
    if (before && before.verdict === verdict && before.grade === (grade || "")) said.delete(id);
    else said.set(id, verdictRow(reviewer, action, target, id ? directiveOf(id) : null, verdict, grade, "", chosen));
    keep();
    draw();
  };
  const draw = () => {
    const card = list.contains(document.activeElement) ? document.activeElement.closest("li") : null;
    const focused = card ? card.id : "";
    replace(list, chosen.map((id, place) => candidate(action, directiveOf(id), place, said.get(id), isBlind ? null : links.find((link) => link.directive_id === id), judge)));
    none.setAttribute("aria-pressed", String(said.has("")));
    if (focused && byId(focused)) byId(focused).focus();
  };
  const none = button(t("none_of_these"), () => judge("", "no-match"), {id: "none-fits", class: "verdict"});
  const go = (pair) => `#/review/${pair.join(" ")}?${new URLSearchParams(state)}`;
  const isDone = ([action, framework]) => verdicts.of(reviewer, action, framework).length > 0;
  const before = stepBack(pairs[at].join(" "));
  const goOn = () => { const next = nextPair(pairs[at], pairs, isDone, passed); if (next) location.hash = go(next); };
  draw();
  const keys = (event) => (list.isConnected ? moveBetween(event, list) : document.removeEventListener("keydown", keys));
  document.addEventListener("keydown", keys);
  return h("section", {class: "question"},
    h("p", {class: "path"}, h("a", {href: `#/action/${actionId}`}, actionId), ` → ${target}`), h("p", {class: "quote large"}, action.action || t("no_text")),
    h("p", {class: "small"}, ["subaxis", "measure", "objective", "goal", "indicators"].filter((name) => action[name]).map((name) => [h("strong", {}, `${columnLabel(name)}: `), action[name], " · "])),
    h("p", {class: "small"}, t("review_keys")), list, otherDirective(target, chosen, draw),
    h("div", {class: "tools"}, none, before ? h("a", {class: "button", href: go([before])}, `← ${t("previous")}`) : null, pairs.length > 1 ? button(`${t("next")} →`, goOn, {class: "primary", id: "next-question"}) : null));
}

// Notes that a question is shown, and returns the one shown before it.
function stepBack(key) {
  passed.add(key);
  if (trail[trail.length - 2] === key) trail.pop();
  else if (trail[trail.length - 1] !== key) trail.push(key);
  return trail[trail.length - 2];
}

function candidate(action, directive, place, said, link, judge) {
  if (!directive) return null;
  const id = directive.directive_id;
  const [, text] = markBoth(action.action || "", textOf(directive));
  const choice = (verdict, grade, label, key, meaning) => button(label, () => judge(id, verdict, grade), {class: "verdict", title: meaning || null, "aria-pressed": String(Boolean(said && said.verdict === verdict && said.grade === (grade || ""))), "data-key": key, "data-verdict": verdict, "data-grade": grade || ""});
  return h("li", {id: `candidate-${place}`, tabindex: "0", class: said ? `said ${said.verdict}` : null},
    h("p", {}, h("strong", {}, directive.number || id), " ", h("span", {class: "small"}, directive.section || ""), link ? h("span", {class: "sure"}, ` ${linkWords(link)}`) : null), h("p", {class: "quote"}, text),
    h("div", {class: "verdicts", role: "group", "aria-label": `${t("verdict")}: ${directive.number || id}`}, GRADES.map((grade) => choice("accept", grade, `${t(`grade.${grade}`)} (${grade})`, grade, t(`grade.${grade}.meaning`))), choice("reject", "", t("verdict.reject"), "r"), choice("unsure", "", t("verdict.unsure"), "u")));
}

// Arrows move between candidates, 3 2 1 r u judge the one in focus, n says that none fits, Enter goes on.
function moveBetween(event, list) {
  if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey) return;
  const items = [...list.children], at = items.findIndex((item) => item.contains(document.activeElement));
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = items[Math.max(0, Math.min(items.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))];
    if (next) next.focus();
  } else if (event.key === "n") byId("none-fits").click();
  else if (event.key === "Enter" && event.target.tagName === "LI" && byId("next-question")) byId("next-question").click();
  else if (at >= 0) { const found = items[at].querySelector(`[data-key="${CSS.escape(event.key)}"]`); if (found) { items[at].focus(); found.click(); } }
}

// Any other directive of the framework can be added to those shown.
function otherDirective(target, chosen, draw) {
  const others = (grouped("directives", "plan_id").get(target) || []).filter((row) => row.kind === "directive");
  const select = h("select", {id: "other-directive", onchange: () => { if (select.value && !chosen.includes(select.value)) chosen.push(select.value); select.value = ""; draw(); }},
    h("option", {value: ""}, t("other_directive")), others.map((row) => h("option", {value: row.directive_id}, `${row.number || ""} ${shortText(textOf(row), 90)}`)));
  return h("label", {class: "filter wide"}, h("span", {}, t("other_directive_label")), select);
}

Object.assign(WORDS, GRADE_WORDS, {
  "review_lead": ["Lea una acción y diga qué directrices cumple. Los veredictos quedan en este navegador hasta que los exporte.", "Read an action and say which directives it carries out. The verdicts stay in this browser until you export them."],
  "reviewer": ["Su nombre (queda junto a cada veredicto)", "Your name (it stands beside each verdict)"], "blind": ["A ciegas: sin ver qué propone el programa ni en qué orden", "Blind: without what the program proposes and its order"], "begin": ["Empezar", "Begin"], "settings": ["Cambiar", "Change"],
  "reviewed": ["revisados", "reviewed"], "all_reviewed": ["Todo está revisado.", "All is reviewed."], "nothing_to_review": ["No hay vínculos que revisar.", "There are no links to review."], "export_verdicts": ["Exportar veredictos (CSV)", "Export verdicts (CSV)"],
  "review_served": ["Cada veredicto se escribe en raw/reviews/links.csv en el acto.", "Each verdict is written to raw/reviews/links.csv at once."], "review_local": ["Los veredictos quedan en este navegador.", "The verdicts stay in this browser."], "import_how": ["Para guardarlos en el repositorio: ", "To keep them in the repository: "],
  "verdict": ["Veredicto", "Verdict"], "verdict.reject": ["No", "No"], "verdict.unsure": ["No sé", "Not sure"],
  "none_of_these": ["Ninguna coincide (n)", "None fits (n)"], "other_directive": ["Agregar otra directriz…", "Add another directive…"], "other_directive_label": ["¿Falta la correcta?", "Is the right one missing?"],
  "erase_grades": ["«Ninguna» borra lo que usted aceptó: {0}. ¿Seguir?", "None fits takes back what you accepted: {0}. Go on?"],
  "workspace_folder": ["CARPETA", "FOLDER"],
  "review_keys": ["Teclas: ↑ ↓ entre directrices; 3, 2, 1, r (no), u (no sé); n ninguna; Intro siguiente.", "Keys: ↑ ↓ between directives; 3, 2, 1, r (no), u (not sure); n none; Enter next."],
});
