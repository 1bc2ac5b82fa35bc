// Splits text into search terms and assigns terms to files. It must match
// internal/catalogue, or searches miss results.

// The separators of MiniSearch 7.
const separators = /[\n\r\p{Z}\p{P}]+/u;
const longest = 64;

export const fields = ["title", "people", "talks", "description", "slides", "transcript"];

// termOf returns the search term of a word, without accents and in lower case, or
// null if the word is too long.
export function termOf(word) {
  if (word.length > longest) return null;
  const term = word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return term.length > longest ? null : term;
}

// tokensOf splits a text into words.
export const tokensOf = (text) => text.split(separators);

// termsOf returns the distinct terms of a query.
export const termsOf = (text) => [...new Set(tokensOf(text).map(termOf).filter(Boolean))];

// isPrefix reports whether the last term of a query also matches longer words. Two
// characters select the term file, and so short a prefix matches every meeting.
export const isPrefix = (term) => [...term].length >= 3;

// shardOf returns the number of the term file of a term: FNV-1a of its first two
// characters.
export function shardOf(term, count) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode([...term].slice(0, 2).join(""))) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash % count;
}
