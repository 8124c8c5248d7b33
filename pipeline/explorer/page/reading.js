// What a reader's verdicts on this page teach the questions to come, as the terminal's loop learns from them: which
// directives are shown for an action, and which action comes next. Nothing here needs a server.
const NEAREST = 6;  // reviewed actions that count, as in pipeline/link/reviewed_actions.py, with the weights below
const HESITATION = 0.2;
const OF_GRADES = 6, OF_FIRST = 4, HIGHEST = 3, UNGRADED = 2;
const SHORTLISTED = 15;

// The words and concepts of an action with its context, each by its weight; rare ones weigh more.
const READ_OF_ACTION = [["action", 1], ["measure", 0.4], ["objective", 0.35], ["goal", 0.25], ["indicators", 0.15]];
function bagOf(action) {
  const bag = new Map();
  for (const [column, weight] of READ_OF_ACTION) for (const stem of stemsOf(action[column] || "")) bag.set(stem, Math.max(weight, bag.get(stem) || 0));
  for (const concept of STORE.conceptsOf[action.action_id] || []) bag.set(`#${concept}`, 1);
  return bag;
}

function weighedBags() {
  return once("weighed bags", () => {
    const bags = new Map(rowsOf("actions").map((action) => [action.action_id, bagOf(action)])), counts = new Map();
    for (const bag of bags.values()) for (const key of bag.keys()) counts.set(key, (counts.get(key) || 0) + 1);
    for (const bag of bags.values()) {
      for (const [key, weight] of bag) bag.set(key, weight * Math.log(1 + bags.size / counts.get(key)));
      bag.size2 = Math.sqrt(sum([...bag.values()].map((weight) => weight * weight))) || 1;
    }
    return bags;
  });
}

// The likeness of two actions, 0 to 1.
function likeness(oneId, otherId) {
  const [one, other] = [oneId, otherId].map((id) => weighedBags().get(id));
  let shared = 0;
  for (const [key, weight] of one) shared += weight * (other.get(key) || 0);
  return shared / one.size2 / other.size2;
}

// What a reader accepted for other actions in a framework: [action, directive → grade, the first directive].
function lessonsOf(reviewer, target, exceptId) {
  const rows = verdicts.rows.filter((row) => row.reviewer === reviewer && row.action_id !== exceptId && targetOf(row) === target && actionOf(row.action_id));
  return [...groupBy(rows, (row) => row.action_id)].flatMap(([actionId, said]) => {
    const accepted = said.filter((row) => row.verdict === "accept").sort((one, other) => (other.grade || UNGRADED) - (one.grade || UNGRADED));
    if (!accepted.length && !said.some((row) => row.verdict === "no-match")) return [];
    return [[actionId, new Map(accepted.map((row) => [row.directive_id, Number(row.grade || UNGRADED)])), accepted.length ? accepted[0].directive_id : null]];
  });
}

// How much a reader's verdicts lift each directive for an action: Map of directive_id → points added to its score.
function liftOf(reviewer, actionId, target) {
  const near = lessonsOf(reviewer, target, actionId).map((lesson) => [likeness(actionId, lesson[0]) ** 2, lesson])
    .sort((one, other) => other[0] - one[0]).slice(0, NEAREST);
  const total = HESITATION + sum(near.map(([weight]) => weight)), lift = new Map();
  for (const [weight, [, grades, first]] of near) {
    for (const [id, grade] of grades) lift.set(id, (lift.get(id) || 0) + weight * (id === first ? OF_GRADES + OF_FIRST : OF_GRADES * grade / HIGHEST) / total);
  }
  return lift;
}

// The directives to show for an action, in document order. Those that one kind of evidence put on the list stay there;
// the other places go to the highest scores, to which the reader's verdicts add.
function shortlistFor(weighed, lift) {
  const ids = columnsOf("directives").directive_id, places = new Map(ids.map((id, place) => [id, place])), plans = columnsOf("directives").plan_id;
  const scores = new Map(weighed.map(([place, score]) => [place, score]));
  const lowest = Math.min(...scores.values()), target = weighed.length ? plans[weighed[0][0]] : null;
  for (const [id, more] of lift) if (places.has(id) && plans[places.get(id)] === target) scores.set(places.get(id), (scores.has(places.get(id)) ? scores.get(places.get(id)) : lowest) + more);
  const kept = weighed.filter(([, , isKept]) => isKept).map(([place]) => place);
  const others = [...scores].filter(([place]) => !kept.includes(place)).sort((one, other) => other[1] - one[1] || one[0] - other[0]).map(([place]) => place);
  return [...kept, ...others.slice(0, SHORTLISTED - kept.length)].sort((one, other) => one - other).map((place) => ids[place]);
}

// The pair to read after `pair`: the same action before its other framework, then the unread action most like it. Pairs
// that the reader passed without a verdict come last.
function nextPair(pair, pairs, isDone, passed) {
  const left = pairs.filter((each) => each !== pair && !isDone(each));
  const fresh = left.filter((each) => !passed.has(each.join(" "))), open = fresh.length ? fresh : left;
  if (!open.length) return pairs[pairs.indexOf(pair) + 1] || null;
  const same = open.find(([actionId]) => actionId === pair[0]);
  if (same) return same;
  const ids = [...new Set(open.map(([actionId]) => actionId))], near = new Map(ids.map((id) => [id, likeness(pair[0], id)]));
  const nearest = ids.reduce((best, id) => (near.get(id) > near.get(best) ? id : best));
  return open.find(([actionId]) => actionId === nearest);
}
