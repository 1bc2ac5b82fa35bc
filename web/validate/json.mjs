// Validates JSON against schemas: those generated from our Go types, and those for
// formats whose authors publish no schema.

import { readFileSync } from "node:fs";
import Ajv from "ajv/dist/2020.js";
import formats from "ajv-formats";

const schemas = {
  manifest: "../../docs/manifest.schema.json",
  slides: "../../docs/slides.schema.json",
  oembed: "schemas/oembed.schema.json",
  iiif: "schemas/iiif.schema.json",
  paella: "schemas/paella.schema.json",
  chapters: "schemas/chapters.schema.json",
  hlsChapters: "schemas/hls-chapters.schema.json",
  head: "schemas/head.schema.json",
};

// The schemas of the Go types may be redundant, which ajv's strict mode reports.
const ajv = formats(new Ajv({ allErrors: true, strict: false }));
const compiled = {};

/** Returns the mistakes in a value by the schema of its kind, as text. */
export function checkSchema(kind, value) {
  compiled[kind] ??= ajv.compile(JSON.parse(readFileSync(new URL(schemas[kind], import.meta.url), "utf8")));
  if (compiled[kind](value)) return [];
  return compiled[kind].errors.map((e) => `${e.instancePath || "/"} ${e.message} ${JSON.stringify(e.params)}`);
}
