// The page of a document with the boxes of a record on it: a field lights its boxes, a box lights its field.
const PADDING = 2.5;  // points around the words of a box

// cells and merged (printed once for several actions): [[column, piece, file, page, line_start, line_end, x0, top, x1, bottom]]
function placesOf(cells, merged) {
  const boxes = [], lines = [], published = (cells || [])[0];
  const all = [...(cells || []).map((cell) => [cell, false]), ...(merged || []).filter((cell) => published && cell[2] === published[2]).map((cell) => [cell, true])];
  for (const [[column, piece, file, page, first, last, x0, top, x1, bottom], isMerged] of all) {
    if (x0 !== null && STORE.pages[file] && STORE.pages[file][page]) boxes.push({column, piece, file, page, x0, top, x1, bottom, isMerged});
    else if (first !== null) lines.push({column, file, page, first, last});
    else lines.push({column, file, page, first: null, last: null});
  }
  return {boxes, lines};
}

// Shows the pages that a record stands on; `light(column, isOn)` is called when a box is hovered or focused.
function pageViewer(boxes, light) {
  const pages = [...groupBy(boxes, (box) => `${box.file} ${box.page}`)]
    .sort(([, one], [, other]) => one.every((box) => box.isMerged) - other.every((box) => box.isMerged) || one[0].page - other[0].page);
  const drawn = pages.map(([, found]) => pageFigure(found, light));
  const zoom = button(t("zoom"), () => {
    const isWide = holder.classList.toggle("zoomed");
    zoom.textContent = isWide ? t("fit") : t("zoom");
    zoom.setAttribute("aria-pressed", String(isWide));
    if (!isWide) return;
    const first = holder.querySelector(".box.lit") || holder.querySelector(".box");
    if (first) first.scrollIntoView({block: "center", inline: "center"});
  }, {"aria-pressed": "false"});
  const holder = h("div", {class: "pages"}, drawn);
  return h("section", {class: "page-viewer", "aria-label": t("page_image")}, h("div", {class: "page-head"}, h("p", {class: "small"}, t("page_image_lead")), zoom), holder);
}

// Scrolls the pages so that a lit box is in view; the window itself stays where it is.
function showLit(holder) {
  const box = holder && holder.querySelector(".box.lit");
  if (!box || getComputedStyle(holder).overflowY === "visible") return;
  const view = holder.getBoundingClientRect(), place = box.getBoundingClientRect();
  if (place.top < view.top || place.bottom > view.bottom) holder.scrollTop += place.top - view.top - view.height / 3;
  if (place.left < view.left || place.right > view.right) holder.scrollLeft += place.left - view.left - view.width / 3;
}

function pageFigure(boxes, light) {
  const {file, page} = boxes[0];
  const [width, height] = STORE.pages[file][page];
  const overlay = s("svg", {viewBox: `0 0 ${width} ${height}`, class: "boxes", "aria-hidden": "true"});
  for (const box of boxes) {
    const shape = s("rect", {x: box.x0 - PADDING, y: box.top - PADDING, width: box.x1 - box.x0 + 2 * PADDING, height: box.bottom - box.top + 2 * PADDING, rx: 2,
      class: box.isMerged ? "box merged" : "box", "data-column": box.column, "data-page": page, "data-file": file,
      onmouseenter: () => light(box.column, true), onmouseleave: () => light(box.column, false)}, s("title", {}, columnLabel(box.column)));
    overlay.append(shape);
  }
  const known = STORE.files[file] || {};
  return h("figure", {class: "page"},
    h("div", {class: "sheet"}, h("img", {src: `pages/${STORE.folders[file]}/${page}.png`, width: Math.round(width * 1.8), height: Math.round(height * 1.8), alt: `${t("page_image")}: ${t("page_of", file, page)}`, loading: "lazy"}), overlay),
    h("figcaption", {class: "small"}, t("page_of", file, page), known.witness ? ` · ${named("witness", known.witness)}` : null, known.witness === "facsimile" ? h("strong", {class: "warning"}, ` ${t("facsimile")}`) : null));
}

// The printed lines of a text file, those of the record lit.
function printedLines(lines, text) {
  return [...groupBy(lines.filter((line) => line.first !== null && text[line.file]), (line) => line.file)].map(([file, found]) => {
    const {first, lines: printed} = text[file];
    const isLit = (at) => found.some((line) => line.first <= at && at <= line.last);
    const known = STORE.files[file] || {};
    return h("figure", {class: "printed"}, h("ol", {start: first}, printed.map((line, at) => h("li", {class: isLit(first + at) ? "lit" : null, value: first + at}, line || " "))),
      h("figcaption", {class: "small"}, linesPlace({...found[0], first: Math.min(...found.map((line) => line.first)), last: Math.max(...found.map((line) => line.last))}), known.witness ? ` · ${named("witness", known.witness)}` : null));
  });
}

function linesPlace({file, page, first, last}) {
  const where = page ? t("page_of", file, page) : file;
  if (first === null) return where;
  return `${where}, ${first === last ? t("line", first) : t("lines", first, last)}`;
}

// The name of a column as a person says it.
function columnLabel(column) {
  const [name, position] = column.split(".");
  const label = WORDS[`column.${name}`] ? t(`column.${name}`) : name.replaceAll("_", " ");
  return position ? `${label} ${position}` : label;
}

Object.assign(WORDS, {
  "column.axis": ["Eje", "Axis"], "column.subaxis": ["Subeje", "Sub-axis"], "column.subaxis_description": ["Descripción del subeje", "Description of the sub-axis"],
  "column.strategic_objective": ["Objetivo estratégico", "Strategic objective"], "column.objective_number": ["N.º de objetivo", "Objective no."], "column.objective": ["Objetivo", "Objective"],
  "column.number": ["Número", "Number"], "column.measure": ["Medida", "Measure"], "column.action": ["Acción", "Action"], "column.goal": ["Meta", "Goal"],
  "column.indicators": ["Indicadores", "Indicators"], "column.verification": ["Medios de verificación", "Means of verification"], "column.deadline": ["Plazo", "Deadline"],
  "column.budget": ["Presupuesto", "Budget"], "column.baseline": ["Línea de base", "Baseline"], "column.target": ["Valor meta", "Target value"], "column.location": ["Lugar", "Location"],
  "column.responsible": ["Responsable", "Responsible"], "column.associated": ["Asociado", "Associated"], "column.observations": ["Observaciones", "Observations"],
  "column.programmed_printed": ["Programado", "Programmed"], "column.executed_printed": ["Ejecutado", "Executed"], "column.year_printed": ["Año", "Year"], "column.text": ["Texto", "Text"],
  "column.title": ["Título", "Title"], "column.section": ["Sección", "Section"],
});
