// Matches search words, ignoring case and accents.

/** Text without accents, in lower case, for comparison. */
export const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** The words of a query, folded. */
export const wordsOf = (query) => fold(query).split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/** Reports whether each of words starts a word of the text. */
export function matchesAll(text, words) {
  const all = wordsOf(text);
  return words.every((word) => all.some((one) => one.startsWith(word)));
}

/** Splits a text into [piece, isMatch] pairs, cut to about maxLength characters around the first match. */
export function highlight(text, words, maxLength = 160) {
  const pieces = [];
  let first = -1;
  for (const piece of text.split(/([\p{L}\p{N}\p{M}]+)/u)) {
    const hit = piece !== "" && words.some((word) => fold(piece).startsWith(word));
    if (hit && first < 0) first = pieces.length;
    pieces.push([piece, hit]);
  }
  let [from, length] = [Math.max(0, first), 0];
  while (from > 0 && length < maxLength / 3) length += pieces[--from][0].length;
  let to = from;
  for (length = 0; to < pieces.length && length < maxLength; to++) length += pieces[to][0].length;
  const cut = pieces.slice(from, to);
  if (from > 0) cut.unshift(["… ", false]);
  if (to < pieces.length) cut.push([" …", false]);
  return cut;
}

/** The boxes of a query's words on a slide's image: [x, y, width, height] as fractions of the image. */
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
