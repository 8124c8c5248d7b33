// Verdicts of a reviewer: kept in this browser, sent to the workspace where the page is served, exported as CSV.
const VERDICT_COLUMNS = ["action_id", "directive_id", "verdict", "grade", "reviewer", "date", "note", "action_sha256", "directive_sha256"];
const isServed = location.protocol.startsWith("http");

const verdicts = {
  rows: [],
  loaded: null,  // the reviewer whose verdicts were read from the workspace
  // Reads what the reviewer said before: from the workspace where the page is served, else from this browser.
  async load(reviewer) {
    const answer = await fetch(`verdicts?${new URLSearchParams({reviewer})}`);
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.found);
    this.rows = told.rows;
    this.loaded = reviewer;
  },
  read() {
    try { this.rows = JSON.parse(remembered("verdicts") || "[]").filter((row) => row && row.action_id && row.verdict); } catch { this.rows = []; }
  },
  // What a reviewer said of an action and a framework.
  of(reviewer, actionId, target) {
    return this.rows.filter((row) => row.reviewer === reviewer && row.action_id === actionId && targetOf(row) === target);
  },
  // Puts what a reviewer says of an action and a framework in place of what was said before.
  put(reviewer, actionId, target, rows) {
    this.rows = this.rows.filter((row) => !(row.reviewer === reviewer && row.action_id === actionId && targetOf(row) === target)).concat(rows);
    if (isServed) return this.send(reviewer, actionId, target, rows);
    const isKept = remember("verdicts", JSON.stringify(this.rows));
    if (!isKept) say(t("not_kept"));
    return Promise.resolve(isKept);
  },
  async send(reviewer, actionId, target, rows) {
    try {
      const answer = await fetch("verdicts", {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify({reviewer, action_id: actionId, target_plan_id: target, rows})});
      const told = await answer.json();
      say(answer.ok ? t("written") : `${t("not_written")} ${told.found || ""}`);
      return answer.ok;
    } catch { say(t("not_written")); return false; }
  },
};

// The framework that a verdict speaks of; the note of "none fits" begins with it.
const targetOf = (row) => (row.directive_id ? directiveOf(row.directive_id) ? directiveOf(row.directive_id).plan_id : row.directive_id.split("/")[0] : row.note.split(":")[0]);

function today() {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

// The note of "none fits" tells the directives that the reader was shown.
function verdictRow(reviewer, action, target, directive, verdict, grade, note, shown) {
  return {action_id: action.action_id, directive_id: directive ? directive.directive_id : "", verdict, grade: grade || "", reviewer, date: today(),
    note: directive ? note || "" : `${target}: ${note || `none of those shown${shown && shown.length ? ` (${shown.map((id) => id.replace(/^[^/]*\/(directive\/)?/, "")).join(", ")})` : ""}`}`, action_sha256: action.text_sha256, directive_sha256: directive ? directive.text_sha256 : ""};
}

const verdictFile = (reviewer) => `links-${fold(reviewer).replace(/[^a-z0-9]+/g, "-") || "reviewer"}.csv`;

function exportVerdicts(reviewer) {
  const rows = verdicts.rows.filter((row) => row.reviewer === reviewer);
  if (!rows.length) { say(t("no_verdicts")); return; }
  const lines = [VERDICT_COLUMNS.join(","), ...rows.map((row) => csvLine(VERDICT_COLUMNS.map((name) => row[name])))];
  download(verdictFile(reviewer), "text/csv", `${lines.join("\n")}\n`);
}

Object.assign(WORDS, {
  "written": ["Escrito en raw/reviews/links.csv", "Written to raw/reviews/links.csv"], "not_written": ["No se pudo escribir en raw/reviews/links.csv; exporte los veredictos antes de cerrar.", "Could not be written to raw/reviews/links.csv; export the verdicts before you close."],
  "not_kept": ["Este navegador no permite guardar: exporte antes de cerrar.", "This browser keeps nothing: export before you close."], "no_verdicts": ["Todavía no hay veredictos que exportar.", "There are no verdicts to export yet."],
});
