// Marks in texts: words that two texts share, words that a search looks for, words that are gone or new.
const WORD = /[\p{L}\p{N}]+/gu;
const STEM = 6;  // letters by which two forms of a word are told to be one: "capacitar", "capacitaciones"
const SHORTEST = 5;

const stemOf = (word) => fold(word).slice(0, STEM);

function stemsOf(text) {
  return new Set((text.match(WORD) || []).filter((word) => word.length >= SHORTEST).map(stemOf));
}

// Words that many directives have ("trata", "personas", "entre") tell nothing of two texts that share them.
const COMMON = 0.15;  // share of the directives
function commonStems() {
  return once("common stems", () => {
    const counts = new Map(), all = rowsOf("directives");
    for (const row of all) for (const stem of stemsOf(textOf(row))) counts.set(stem, (counts.get(stem) || 0) + 1);
    return new Set([...counts].filter(([, count]) => count > COMMON * all.length && count > 3).map(([stem]) => stem));
  });
}

// A text with the words of `stems` and the quoted phrases marked.
function markShared(text, stems, phrases) {
  const spans = [];
  for (const phrase of phrases || []) {
    const at = text.toLowerCase().indexOf(phrase.toLowerCase());
    if (at >= 0) spans.push([at, at + phrase.length]);
  }
  for (const match of text.matchAll(WORD)) {
    if (match[0].length >= SHORTEST && stems.has(stemOf(match[0]))) spans.push([match.index, match.index + match[0].length]);
  }
  return withMarks(text, spans, "shared");
}

// Two texts, each with the words marked that the other has too.
function markBoth(one, other, phrasesOne, phrasesOther) {
  const theirs = stemsOf(other), common = new Set([...stemsOf(one)].filter((stem) => theirs.has(stem) && !commonStems().has(stem)));
  return [markShared(one, common, phrasesOne), markShared(other, common, phrasesOther)];
}

// A text with what a search looks for marked; `terms` are folded.
function markTerms(text, terms) {
  if (!terms.length) return [text];
  const spans = [];
  for (const match of text.matchAll(WORD)) {
    const word = fold(match[0]);
    if (terms.some((term) => word.includes(term))) spans.push([match.index, match.index + match[0].length]);
  }
  return withMarks(text, spans, "found");
}

function withMarks(text, spans, kind) {
  spans.sort((one, other) => one[0] - other[0] || other[1] - one[1]);
  const nodes = [];
  let done = 0;
  for (const [start, end] of spans) {
    if (end <= done) continue;
    const from = Math.max(start, done);
    nodes.push(text.slice(done, from), h("mark", {class: kind}, text.slice(from, end)));
    done = end;
  }
  nodes.push(text.slice(done));
  return nodes;
}

// Two texts as one: words that are gone stand before those that are new in their place.
function markChanges(before, after) {
  const pieces = (text) => text.match(/\s*(?:[\p{L}\p{N}]+|[^\p{L}\p{N}\s])/gu) || [];
  return differences(pieces(before), pieces(after)).map(([mark, text]) => {
    if (mark === "same") return text;
    const space = text.match(/^\s*/)[0];
    return [space, h(mark === "gone" ? "del" : "ins", {}, text.slice(space.length))];
  });
}

// The longest common sequence of two lists of words, as [mark, text] pieces.
function differences(old, fresh) {
  const a = old.map((piece) => piece.trim()), b = fresh.map((piece) => piece.trim());
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let endA = a.length, endB = b.length;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) { endA--; endB--; }
  const marks = [];
  const note = (mark, text) => {
    const last = marks[marks.length - 1];
    if (last && last[0] === mark) last[1] += text;
    else marks.push([mark, text]);
  };
  for (let at = 0; at < start; at++) note("same", fresh[at]);
  for (const [mark, i, j] of middle(a.slice(start, endA), b.slice(start, endB))) {
    note(mark, mark === "gone" ? old[start + i] : fresh[start + j]);
  }
  for (let at = endB; at < b.length; at++) note("same", fresh[at]);
  return marks;
}

function middle(a, b) {
  const length = Array.from({length: a.length + 1}, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      length[i][j] = a[i] === b[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
    }
  }
  const steps = [];
  let i = 0, j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) steps.push(["same", i++, j++]);
    else if (i < a.length && (j >= b.length || length[i + 1][j] >= length[i][j + 1])) steps.push(["gone", i++, j]);
    else steps.push(["new", i, j++]);
  }
  return steps;
}
