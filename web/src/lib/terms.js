// The words of the catalogue, as internal/catalogue splits, folds and spreads
// them. What differs here is not found.

// How MiniSearch 7 splits a text.
const apart = /[\n\r\p{Z}\p{P}]+/u;
const longest = 64;

export const fields = ["title", "people", "talks", "description", "slides", "transcript"];

// termOf is what a word is found under: without accents, in lower case; null
// for what is not searched for.
export function termOf(word) {
  if (word.length > longest) return null;
  const term = word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return term.length > longest ? null : term;
}

// termsOf are the terms of what somebody typed, each once.
export const termsOf = (text) => [...new Set(text.split(apart).map(termOf).filter(Boolean))];

// isPrefix says whether the last word may be the beginning of another. Two
// letters decide in which file it is looked for; and what begins with so few is
// in every meeting.
export const isPrefix = (term) => [...term].length >= 3;

// shardOf is the number of the file that tells in which months a term occurs:
// FNV-1a of its first two letters.
export function shardOf(term, count) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode([...term].slice(0, 2).join(""))) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash % count;
}
