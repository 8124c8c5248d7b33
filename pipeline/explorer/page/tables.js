// The published tables, as rows. Rows are made when a table is first asked for.
const STORE = JSON.parse(byId("tables").textContent);
const made = new Map();
const parts = new Map();  // number → promise of the details of its records

// The columns of a table as arrays of values.
function columnsOf(name) {
  const table = STORE.tables[name];
  if (!table.plain) {
    table.plain = {};
    for (const [column, values] of Object.entries(table.columns)) {
      table.plain[column] = Array.isArray(values) ? values : values.i.map((place) => values.d[place]);
    }
  }
  return table.plain;
}

function rowsOf(name) {
  return once(`rows ${name}`, () => {
    const columns = columnsOf(name), names = Object.keys(columns), rows = [];
    for (let at = 0; at < STORE.tables[name].rows; at++) {
      const row = {};
      for (const column of names) row[column] = columns[column][at];
      rows.push(row);
    }
    return rows;
  });
}

function once(key, make) {
  if (!made.has(key)) made.set(key, make());
  return made.get(key);
}

// The rows of a table by the value of a column: Map of lists.
function grouped(name, column) {
  return once(`grouped ${name} ${column}`, () => groupBy(rowsOf(name), (row) => row[column]));
}

function groupBy(rows, keyOf) {
  const groups = new Map();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === null || key === undefined) continue;
    if (groups.has(key)) groups.get(key).push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

function indexed(name, column) {
  return once(`indexed ${name} ${column}`, () => new Map(rowsOf(name).map((row) => [row[column], row])));
}

const planOf = (id) => indexed("plans", "plan_id").get(id);
const actionOf = (id) => indexed("actions", "action_id").get(id);
const directiveOf = (id) => indexed("directives", "directive_id").get(id);
const provisionOf = (id) => indexed("provisions", "record_id").get(id);
const bodyOf = (id) => indexed("agencies", "agency_id").get(id);
const textOf = (directive) => directive.text_base || directive.text || directive.text_amended || "";
const words = (joined) => (joined ? joined.split("|") : []);

// The plans that have actions, and the frameworks that they are linked to.
const actionPlans = () => rowsOf("plans").filter((plan) => plan.action_count > 0);
function frameworks() {
  return once("frameworks", () => {
    const named = new Set(columnsOf("coverage").target_plan_id);
    const found = rowsOf("plans").filter((plan) => named.has(plan.plan_id));
    const first = [...named];
    return found.sort((one, other) => first.indexOf(one.plan_id) - first.indexOf(other.plan_id));
  });
}

// A short name of a document: its id, which every address and every table has too.
const shortName = (planId) => planId;

// The bodies of an action, each with its registry entry (or null) and role.
function bodiesOfAction(actionId) {
  return (grouped("action_agencies", "action_id").get(actionId) || [])
    .map((mention) => ({mention, body: bodyOf(mention.agency_id) || null}));
}

function bodyName(body) {
  return body.acronym && body.acronym !== body.name ? `${body.acronym} · ${body.name}` : body.name;
}

// What is known of one record alone; the script that holds it is loaded when it is first asked for.
function detailOf(record, id) {
  const number = record.part;
  if (!parts.has(number)) {
    parts.set(number, new Promise((resolve, reject) => {
      detailOf.waiting.set(number, resolve);
      const script = h("script", {src: `parts/${number}.js`});
      script.addEventListener("error", () => reject(new Error(`parts/${number}.js`)));
      document.head.append(script);
    }));
  }
  return parts.get(number).then((records) => records[id] || {});
}
detailOf.waiting = new Map();

window.explorer = {take: (number, records) => detailOf.waiting.get(number)(records)};

// What the page calls the place of a value: pages of the document, or of a copy set anew.
function placeOf(row) {
  if (!row.page_start) return "";
  const last = row.page_end && row.page_end !== row.page_start ? `–${row.page_end}` : "";
  return `${t("page_short")} ${row.page_start}${last}`;
}

function recordAddress(id) {
  if (actionOf(id)) return `#/action/${id}`;
  if (directiveOf(id)) return `#/directive/${id}`;
  return provisionOf(id) ? `#/text/${id}` : null;
}

function recordLink(id, text) {
  const address = recordAddress(id);
  return address ? h("a", {href: address}, text || id) : h("span", {}, text || id);
}
