// Words that are looked for: in any case, with or without accents.

/** Text as it is compared. */
export const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** The words of a query. */
export const wordsOf = (query) => plain(query).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/** Whether a text has all words, each at the beginning of one of its own. */
export function has(text, words) {
  const all = wordsOf(text);
  return words.every((word) => all.some((one) => one.startsWith(word)));
}

/** A text in pieces, [piece, is it one of the words]; cut to about so many letters around the first. */
export function marked(text, words, most = 160) {
  const pieces = [];
  let first = -1;
  for (const piece of text.split(/([\p{L}\p{N}\p{M}]+)/u)) {
    const hit = piece !== "" && words.some((word) => plain(piece).startsWith(word));
    if (hit && first < 0) first = pieces.length;
    pieces.push([piece, hit]);
  }
  let [from, length] = [Math.max(0, first), 0];
  while (from > 0 && length < most / 3) length += pieces[--from][0].length;
  let to = from;
  for (length = 0; to < pieces.length && length < most; to++) length += pieces[to][0].length;
  const cut = pieces.slice(from, to);
  if (from > 0) cut.unshift(["… ", false]);
  if (to < pieces.length) cut.push([" …", false]);
  return cut;
}

/** Where on a slide's picture the words of a query stand: [x, y, width, height] in shares of it. */
export async function boxesOf(slide, query) {
  const words = wordsOf(query);
  if (words.length === 0 || !slide.words?.url) return [];
  try {
    const response = await fetch(new URL(slide.words.url, document.baseURI));
    const { words: list = [] } = response.ok ? await response.json() : {};
    return list.filter((one) => words.some((word) => wordsOf(one.text).some((w) => w.startsWith(word)))).map((one) => one.box);
  } catch {
    return []; // the slide is shown without marks
  }
}
