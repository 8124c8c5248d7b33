// Plots as SVG, each with the numbers as a table beside it, saved as SVG or PNG.
const WIDTH = 760, LEFT = 250, BAR = 22, GAP = 8;
const INK = {light: "#1c2430", dark: "#e7ebf0"}, PAPER = {light: "#ffffff", dark: "#171c22"}, FAINT = {light: "#5a6675", dark: "#a5b0bd"};
const SERIES = {light: ["#0b6e75", "#e08a1e", "#6a4fa3", "#b9c3cd"], dark: ["#3fb7bf", "#f0a94a", "#a58be0", "#55616e"]};

// rows: [{name, values: [number | null], notes?: [text]}]; bars beside one another, or one after the other (stacked).
function barPlot({id, title, note, series, rows, isStacked, unit, most}) {
  const theme = isDark() ? "dark" : "light";
  const perRow = isStacked ? 1 : series.length;
  const rowHeight = perRow * BAR + GAP + (perRow > 1 ? 6 : 0);
  const top = 64, bottom = 14, height = top + rows.length * rowHeight + bottom;
  const largest = most || Math.max(1, ...rows.map((row) => (isStacked ? sum(row.values) : Math.max(...row.values.map(Number)))));
  const scale = (value) => (value / largest) * (WIDTH - LEFT - 110);
  const text = (x, y, content, more) => s("text", {x, y, "font-family": "system-ui, sans-serif", "font-size": 13, fill: INK[theme], ...more}, content);
  const drawing = s("svg", {xmlns: SVG, viewBox: `0 0 ${WIDTH} ${height}`, width: WIDTH, height, role: "img", "aria-label": title},
    s("rect", {width: WIDTH, height, fill: PAPER[theme]}), text(14, 24, title, {"font-size": 16, "font-weight": 600}));
  let x = 14;
  series.forEach((name, at) => {
    drawing.append(s("rect", {x, y: 38, width: 12, height: 12, fill: SERIES[theme][at]}), text(x + 18, 49, name, {"font-size": 12, fill: FAINT[theme]}));
    x += 34 + name.length * 7;
  });
  rows.forEach((row, place) => {
    const y = top + place * rowHeight;
    drawing.append(text(LEFT - 12, y + (perRow * BAR) / 2 + 5, shortText(row.name, row.name === row.name.toUpperCase() ? 24 : 32), {"text-anchor": "end"}, s("title", {}, row.name)));
    let from = LEFT;
    row.values.forEach((value, at) => {
      const wide = value ? scale(value) : 0;
      const barY = y + (isStacked ? 0 : at * BAR);
      drawing.append(s("rect", {x: from, y: barY + 1, width: Math.max(0, wide), height: BAR - 3, rx: 2, fill: SERIES[theme][at]}, s("title", {}, `${row.name}, ${series[at]}: ${value}`)));
      if (isStacked) {
        if (wide > 24) drawing.append(text(from + wide / 2, barY + 15, number(value), {"text-anchor": "middle", "font-size": 12, fill: at === 3 || theme === "dark" || at === 1 ? "#10151b" : "#ffffff"}));
        from += wide;
      } else {
        const shown = value === null || value === undefined ? "–" : `${number(value, 1)}${unit || ""}${row.notes && row.notes[at] ? ` ${row.notes[at]}` : ""}`;
        drawing.append(text(LEFT + wide + 6, barY + 15, shown, {"font-size": 12}));
      }
    });
  });
  const table = h("table", {class: "plain"}, h("caption", {}, title), h("thead", {}, h("tr", {}, h("th", {scope: "col"}, ""), series.map((name) => h("th", {scope: "col"}, name)))),
    h("tbody", {}, rows.map((row) => h("tr", {}, h("th", {scope: "row"}, row.name), row.values.map((value) => h("td", {class: "figure"}, value === null || value === undefined ? "" : number(value, 1)))))));
  return h("figure", {class: "plot", id: `plot-${id}`}, drawing, note ? h("figcaption", {}, note) : null,
    h("div", {class: "tools"},
      button(t("svg"), () => download(`${id}.svg`, "image/svg+xml", svgText(drawing)), {class: "save-svg", "aria-label": `${t("svg")}: ${title}`}),
      button(t("png"), () => savePng(id, drawing), {class: "save-png", "aria-label": `${t("png")}: ${title}`})),
    h("details", {}, h("summary", {}, t("plot.as_table")), table));
}

const sum = (values) => values.reduce((total, value) => total + (value || 0), 0);
const shortText = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
const svgText = (drawing) => `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(drawing)}\n`;

function savePng(name, drawing) {
  const picture = new Image(), box = drawing.viewBox.baseVal;
  picture.addEventListener("load", () => {
    const canvas = h("canvas", {width: box.width * 2, height: box.height * 2});
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => download(`${name}.png`, "image/png", blob), "image/png");
  });
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(drawing))}`;
}
