// Checks IIIF Presentation 3 with the parser of IIIF viewers.

import { Traverse, normalize, serialize, serializeConfigPresentation3 } from "@iiif/parser";
import { presentation3StrictUpgrade } from "@iiif/parser/strict";
import { checkSchema } from "./json.mjs";

// The parser requires a list of languages. The body of an annotation has a single
// one in the Web Annotation model, in IIIF's schema and in its cookbook.
const tolerated = new Set(['"language" should be Array of values']);

/** Returns the mistakes in a IIIF manifest. The host of url may differ from the published one. */
export function checkIIIF(doc, url) {
  const wrong = checkSchema("iiif", doc);
  if (wrong.length > 0) return wrong; // the parser needs a valid document
  const state = { warnings: [] };
  presentation3StrictUpgrade(structuredClone(doc), state);
  wrong.push(...new Set(state.warnings.filter((w) => !tolerated.has(w))));
  const name = (address) => new URL(address).pathname.split("/").slice(-2).join("/");
  if (name(doc.id) !== name(url)) wrong.push(`id ${doc.id} does not match the URL ${url}`);

  const ids = new Set();
  const named = (part) => {
    if (ids.has(part.id)) wrong.push(`duplicate id ${part.id}`);
    ids.add(part.id);
  };
  const canvases = new Map();
  new Traverse({
    canvas: [(c) => { canvases.set(c.id, c); named(c); }],
    annotationPage: [named],
    annotation: [named],
  }).traverseManifest(structuredClone(doc));
  new Traverse({
    annotation: [(a) => {
      if (!canvases.has(a.target)) wrong.push(`target ${a.target} of ${a.id} is not a canvas`);
    }],
  }).traverseManifest(structuredClone(doc));
  const range = (r) => {
    named(r);
    for (const item of r.items) {
      if (item.type === "Range") {
        range(item);
        continue;
      }
      const [id, part] = item.id.split("#t=");
      const canvas = canvases.get(id);
      if (!canvas) wrong.push(`${id} in ${r.id} is not a canvas`);
      if (!part) continue;
      const [start, end] = part.split(",").map(Number);
      if (!(start >= 0 && end > start && end <= canvas?.duration)) wrong.push(`${r.id} has the invalid time ${part} in ${canvas?.duration} s`);
    }
  };
  doc.structures?.forEach(range);

  // A round trip through the viewer's model must not lose anything.
  const { entities, mapping, resource } = normalize(structuredClone(doc));
  const again = serialize({ entities, mapping, requests: {} }, resource, serializeConfigPresentation3);
  if (again.items.length !== doc.items.length) wrong.push(`viewers read only ${again.items.length} of ${doc.items.length} canvases`);
  return wrong;
}
