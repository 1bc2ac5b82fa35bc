// Documents against their schemas: ours are those that the Go types made, the
// others are of formats whose authors have words and no schema.

import { readFileSync } from "node:fs";
import Ajv from "ajv/dist/2020.js";
import formats from "ajv-formats";

const ours = {
  manifest: "../../docs/manifest.schema.json",
  slides: "../../docs/slides.schema.json",
  oembed: "schemas/oembed.schema.json",
  iiif: "schemas/iiif.schema.json",
  paella: "schemas/paella.schema.json",
  chapters: "schemas/chapters.schema.json",
  head: "schemas/head.schema.json",
};

// The schemas of the Go types may say things twice; that is no mistake in a document.
const ajv = formats(new Ajv({ allErrors: true, strict: false }));
const compiled = {};

/** What is wrong with a value by the schema of a kind, in words. */
export function checkSchema(kind, value) {
  compiled[kind] ??= ajv.compile(JSON.parse(readFileSync(new URL(ours[kind], import.meta.url), "utf8")));
  if (compiled[kind](value)) return [];
  return compiled[kind].errors.map((e) => `${e.instancePath || "/"} ${e.message} ${JSON.stringify(e.params)}`);
}
