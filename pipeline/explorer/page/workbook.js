// A workbook of one sheet, as Excel and LibreOffice open it: texts are texts (no formula), numbers are numbers.
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"};

const xmlText = (text) => String(text).replace(/[&<>"]/g, (sign) => ENTITIES[sign]).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "");

function exportWorkbook(name, header, rows) {
  download(`${name}.xlsx`, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbookBytes(name, header, rows));
}

function workbookBytes(name, header, rows) {
  const last = columnName(header.length - 1);
  const widths = header.map((title, at) => {
    const longest = Math.max(title.length, ...rows.slice(0, 300).map((row) => String(row[at] ?? "").length));
    return `<col min="${at + 1}" max="${at + 1}" width="${Math.min(70, Math.max(9, longest + 2))}" customWidth="1"/>`;
  });
  const lines = [sheetRow(header, 1, 1), ...rows.map((row, at) => sheetRow(row, at + 2, 2))];
  const sheet = `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`
    + `<cols>${widths.join("")}</cols><sheetData>${lines.join("")}</sheetData><autoFilter ref="A1:${last}${rows.length + 1}"/></worksheet>`;
  const styles = `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>`
    + `<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>`
    + `<cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/><xf applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
  const book = `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${xmlText(name.replace(/[\\/?*[\]:]/g, " ").slice(0, 31))}" sheetId="1" r:id="rId1"/></sheets></workbook>`;
  const type = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
  const types = `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`
    + `<Override PartName="/xl/workbook.xml" ContentType="${type}sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${type}styles+xml"/></Types>`;
  const relation = (id, kind, target) => `<Relationship Id="${id}" Type="${OFFICE}/${kind}" Target="${target}"/>`;
  return zip({
    "[Content_Types].xml": types,
    "_rels/.rels": `${XML}<Relationships xmlns="${RELATIONS}">${relation("rId1", "officeDocument", "xl/workbook.xml")}</Relationships>`,
    "xl/workbook.xml": book,
    "xl/_rels/workbook.xml.rels": `${XML}<Relationships xmlns="${RELATIONS}">${relation("rId1", "worksheet", "worksheets/sheet1.xml")}${relation("rId2", "styles", "styles.xml")}</Relationships>`,
    "xl/styles.xml": styles,
    "xl/worksheets/sheet1.xml": sheet,
  });
}

function columnName(at) {
  return at < 26 ? String.fromCharCode(65 + at) : columnName(Math.floor(at / 26) - 1) + columnName(at % 26);
}

function sheetRow(values, row, style) {
  const cells = values.map((value, at) => {
    const place = `${columnName(at)}${row}`;
    if (value === null || value === undefined || value === "") return "";
    if (typeof value === "number") return `<c r="${place}" s="${style}"><v>${value}</v></c>`;
    return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xmlText(value)}</t></is></c>`;
  });
  return `<row r="${row}">${cells.join("")}</row>`;
}

// A ZIP file without compression; every file has the same date.
function zip(files) {
  const encoder = new TextEncoder(), chunks = [], directory = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const path = encoder.encode(name), content = encoder.encode(text);
    const head = [20, 0x0800, 0, 0, 0x21, crc32(content), content.length, content.length, path.length, 0];
    const local = record([["u4", 0x04034b50], ...fields(head)]);
    directory.push([record([["u4", 0x02014b50], ["u2", 20], ...fields(head), ["u2", 0], ["u2", 0], ["u2", 0], ["u4", 0], ["u4", offset]]), path]);
    chunks.push(local, path, content);
    offset += local.length + path.length + content.length;
  }
  const start = offset;
  for (const [entry, path] of directory) { chunks.push(entry, path); offset += entry.length + path.length; }
  const count = directory.length;
  chunks.push(record([["u4", 0x06054b50], ["u2", 0], ["u2", 0], ["u2", count], ["u2", count], ["u4", offset - start], ["u4", start], ["u2", 0]]));
  const whole = new Uint8Array(offset + 22);
  let at = 0;
  for (const chunk of chunks) { whole.set(chunk, at); at += chunk.length; }
  return whole;
}

function fields([version, flags, method, time, date, sum, packed, size, path, extra]) {
  return [["u2", version], ["u2", flags], ["u2", method], ["u2", time], ["u2", date], ["u4", sum], ["u4", packed], ["u4", size], ["u2", path], ["u2", extra]];
}

function record(values) {
  const view = new DataView(new ArrayBuffer(values.reduce((sum, [kind]) => sum + Number(kind[1]), 0)));
  let at = 0;
  for (const [kind, value] of values) {
    if (kind === "u2") view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += Number(kind[1]);
  }
  return new Uint8Array(view.buffer);
}

const CRC = new Uint32Array(256).map((_, byte) => {
  for (let bit = 0; bit < 8; bit++) byte = byte & 1 ? 0xedb88320 ^ (byte >>> 1) : byte >>> 1;
  return byte;
});

function crc32(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = CRC[(sum ^ byte) & 0xff] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}
