// Prints the moments that the catalogue's page finds: of a manifest, captions and queries.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const lib = process.argv[2];
const { momentsOf, parseCues } = await import(pathToFileURL(`${lib}/moments.js`));
const { termsOf } = await import(pathToFileURL(`${lib}/terms.js`));
const { manifest, vtt, queries } = JSON.parse(readFileSync(0, "utf8"));

const cues = Object.fromEntries(Object.entries(vtt).map(([id, text]) => [id, parseCues(text)]));
const lines = queries.map((text) => momentsOf(manifest, cues, termsOf(text), 6).map((m) => {
  const query = new URLSearchParams(m.query);
  query.sort(); // as in Go
  return { Kind: m.kind, Title: m.title ?? "", Text: m.text, Query: String(query), Start: m.start ?? null, Uncertain: m.uncertain ?? false, Image: m.image?.width ?? 0 };
}));
process.stdout.write(JSON.stringify(lines));
