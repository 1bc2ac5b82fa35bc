// Compares what the tests built with what MiniSearch itself makes of the same
// documents: node check.mjs MINISEARCH TERMS < {documents, index, words, shards}.
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
const { default: MiniSearch } = await import(process.argv[2]);
const { fields, shardOf, termOf, termsOf } = await import(process.argv[3]);

const input = JSON.parse(readFileSync(0, "utf8"));
const options = {
  fields,
  processTerm: termOf,
};

const theirs = new MiniSearch(options);
theirs.addAll(input.documents);
const sorted = (index) => ({ ...index, index: [...index.index].sort((a, b) => (a[0] < b[0] ? -1 : 1)) });
const want = sorted(JSON.parse(JSON.stringify(theirs)));
const got = sorted(JSON.parse(input.index));
for (const key of new Set([...Object.keys(want), ...Object.keys(got)])) {
  if (isDeepStrictEqual(want[key], got[key])) continue;
  console.log(`${key} differs`);
  if (key !== "index") console.log("MiniSearch:", JSON.stringify(want[key]), "ours:", JSON.stringify(got[key]));
  else {
    const lines = (index) => new Set(index.map((line) => JSON.stringify(line)));
    const [a, b] = [lines(want.index), lines(got.index)];
    for (const line of [...a].filter((l) => !b.has(l)).slice(0, 20)) console.log("only MiniSearch:", line);
    for (const line of [...b].filter((l) => !a.has(l)).slice(0, 20)) console.log("only ours:", line);
  }
  process.exitCode = 1;
}

// And it answers the same when it reads ours.
const ours = MiniSearch.loadJSON(input.index, options);
for (const words of input.words) {
  const how = { combineWith: "AND", prefix: (_, i, all) => i === all.length - 1, boost: { title: 4 } };
  const [a, b] = [theirs, ours].map((index) => index.search(words, how));
  if (a.length === 0) console.log(`nothing is found for ${words}`), (process.exitCode = 1);
  if (!isDeepStrictEqual(a, b)) console.log(`${words}: MiniSearch finds`, a, "with ours", b), (process.exitCode = 1);
}

// A word is looked for where it was put.
for (const [term, shard] of Object.entries(input.shards)) {
  if (shardOf(term, 64) !== shard) console.log(`${term} is looked for in shard ${shardOf(term, 64)}, and is in ${shard}`), (process.exitCode = 1);
  if (termsOf(term)[0] !== term) console.log(`${term} is asked for as ${termsOf(term)}`), (process.exitCode = 1);
}
