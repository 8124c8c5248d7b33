// What leaves the page: CSV, workbooks, citations, reports of errors.
const FORMULA = /^[=+\-@\t\r]/;

const csvCell = (value) => {
  const text = value === null || value === undefined ? "" : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};
const csvLine = (values) => values.map(csvCell).join(",");

// A spreadsheet takes no cell of it for a formula; the table is the one that is shown, not a published one.
function exportCsv(name, header, rows) {
  const safe = (value) => (typeof value === "string" && FORMULA.test(value) ? ` ${value}` : value);
  const lines = [header, ...rows.map((row) => row.map(safe))].map(csvLine);
  download(`${name}.csv`, "text/csv", `\ufeff${lines.join("\r\n")}\r\n`);
}

// Buttons that export the rows of a list as they are filtered; `header` and `rows` are asked when one is pressed.
function exportButtons(name, header, rows) {
  const titles = () => (typeof header === "function" ? header() : header);
  return h("span", {class: "exports"}, h("span", {}, t("export")),
    button(t("excel"), () => exportWorkbook(name, titles(), rows()), {class: "export-excel"}),
    button(t("csv"), () => exportCsv(name, titles(), rows()), {class: "export-csv"}));
}

// A published row as CSV, its header above it, as in the table itself.
function rowAsCsv(table, row) {
  const names = Object.keys(columnsOf(table)).filter((name) => name !== "part");
  return `${csvLine(names)}\n${csvLine(names.map((name) => row[name]))}\n`;
}

// The file whose page is cited: pages are the issuer's, so never those of a facsimile that stands beside another witness.
function citedFile(plan, record) {
  const files = Object.entries(STORE.files).filter(([, file]) => file.plan === plan.plan_id);
  const published = files.find(([path]) => path === plan.source_file);
  const issued = files.find(([, file]) => file.witness !== "facsimile");
  return (published && published[1].witness === "facsimile" && record.page_start && issued) || published || [plan.source_file, {sha256: plan.source_sha256}];
}

// A record as it is quoted; `shown` is the reading that is on the screen, where it is not the record's own text.
function citation(id, record, shown) {
  const plan = planOf(record.plan_id), place = placeOf(record), [path, file] = citedFile(plan, record);
  const witness = file.witness && file.witness !== "original" ? ` (${named("witness", file.witness)})` : "";
  const text = shown.text || record.action || textOf(record);
  const title = [plan.title, ...words(plan.document_number)].join(", ");
  return `«${text}»${shown.label ? ` [${shown.label}]` : ""} ${plan.issuer}, ${title}, ${id}${place ? `, ${place}` : ""}. `
    + `${path}${witness}, sha256 ${file.sha256}. Directriz ${STORE.version}.`;
}

// Buttons of a record: citation, CSV row, report of an error, print.
function recordTools(table, id, record, shown = {}) {
  return h("div", {class: "tools"},
    button(t("copy_citation"), () => copy(citation(id, record, shown)), {id: "copy-citation"}),
    button(t("copy_csv"), () => copy(rowAsCsv(table, record)), {id: "copy-csv"}),
    button(t("report"), () => reportError(id, record), {id: "report-error"}),
    button(t("print"), () => window.print(), {class: "quiet"}));
}

function reportError(id, record) {
  const plan = planOf(record.plan_id);
  const place = `${plan.source_file}${record.page_start ? ` ${placeOf(record)}` : ""}`;
  const text = t("report_body", id, place, STORE.version, record.action || textOf(record));
  const area = h("textarea", {rows: 14, "aria-label": t("report"), id: "report-text", value: text});
  openDialog(t("report"), h("p", {}, t("report_lead")), area,
    h("div", {class: "tools"}, button(t("copy"), () => copy(area.value), {class: "primary"})));
}
