// A list of any length: only the rows in view are in the page. It is a table to screen readers, and keys move in it.
const EXTRA = 6;  // rows drawn above and below those in view
const PRINTED = 3000;  // rows that are drawn for a printer

// columns: [{title, width (CSS), cell: (row) → content}]; open(row) is called by Enter and by a click on the row.
function virtualRows({columns, height, open, label, hint}) {
  const body = h("div", {class: "rows-body", role: "rowgroup"});
  const template = columns.map((column) => column.width).join(" ");
  const head = h("div", {class: "row head", role: "row", "aria-rowindex": "1"},
    columns.map((column) => h("div", {role: "columnheader", class: column.kind, title: column.hint}, column.title)));
  const table = h("div", {class: "rows", role: "grid", tabindex: "0", "aria-label": label, "aria-describedby": hint},
    h("div", {role: "rowgroup", class: "rows-head"}, head), body);
  head.style.gridTemplateColumns = template;
  const list = {element: table, rows: [], active: 0, isPrinted: false};
  let drawn = [-1, -1];

  const rowElement = (row, at) => {
    const element = h("div", {class: "row", role: "row", "aria-rowindex": at + 2, "aria-selected": at === list.active ? "true" : "false"},
      columns.map((column) => h("div", {role: "gridcell", class: column.kind}, column.cell(row))));
    element.style.gridTemplateColumns = template;
    element.style.height = `${height}px`;
    element.style.transform = `translateY(${at * height}px)`;
    element.addEventListener("click", (event) => {
      if (event.target.closest("a, button, select, input")) return;
      list.active = at;
      draw(true);
      open(list.rows[at]);
    });
    return element;
  };
  const draw = (anew) => {
    const top = Math.max(0, table.scrollTop - head.offsetHeight);
    let first = Math.max(0, Math.floor(top / height) - EXTRA);
    let last = Math.min(list.rows.length, Math.ceil((top + (table.clientHeight || 800)) / height) + EXTRA);
    if (list.isPrinted) [first, last] = [0, Math.min(PRINTED, list.rows.length)];
    if (!anew && first === drawn[0] && last === drawn[1]) return;
    drawn = [first, last];
    replace(body, list.rows.slice(first, last).map((row, at) => rowElement(row, first + at)));
  };
  list.show = (rows) => {
    list.rows = rows;
    list.active = Math.min(list.active, Math.max(0, rows.length - 1));
    table.setAttribute("aria-rowcount", String(rows.length + 1));
    body.style.height = `${rows.length * height}px`;
    if (table.scrollTop > rows.length * height) table.scrollTop = 0;
    draw(true);
  };
  const move = (to) => {
    list.active = Math.max(0, Math.min(list.rows.length - 1, to));
    const top = list.active * height, view = table.clientHeight - head.offsetHeight;
    if (top < table.scrollTop) table.scrollTop = top;
    else if (top + height > table.scrollTop + view) table.scrollTop = top + height - view;
    draw(true);
    const row = body.querySelector('[aria-selected="true"]');
    if (row) { row.id = "active-row"; table.setAttribute("aria-activedescendant", "active-row"); }
  };
  const STEPS = {ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -1e9, End: 1e9};
  table.addEventListener("keydown", (event) => {
    if (event.target !== table) return;
    if (event.key in STEPS) { event.preventDefault(); move(list.active + STEPS[event.key]); }
    else if (event.key === "Enter" && list.rows.length) open(list.rows[list.active]);
  });
  table.addEventListener("scroll", () => requestAnimationFrame(() => draw(false)));
  new ResizeObserver(() => draw(true)).observe(table);
  list.print = (isPrinted) => { list.isPrinted = isPrinted; table.classList.toggle("printed", isPrinted); draw(true); };
  virtualRows.shown = list;
  return list;
}
window.addEventListener("beforeprint", () => virtualRows.shown && virtualRows.shown.element.isConnected && virtualRows.shown.print(true));
window.addEventListener("afterprint", () => virtualRows.shown && virtualRows.shown.element.isConnected && virtualRows.shown.print(false));
