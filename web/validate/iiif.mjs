// IIIF Presentation 3, read by the parser that its viewers use.

import { Traverse, normalize, serialize, serializeConfigPresentation3 } from "@iiif/parser";
import { presentation3StrictUpgrade } from "@iiif/parser/strict";
import { checkSchema } from "./json.mjs";

// The parser wants a list of languages everywhere. A body of an annotation has
// one by the Web Annotation model, by IIIF's own schema and in its cookbook.
const tolerated = new Set(['"language" should be Array of values']);

/** What is wrong with a IIIF manifest that was read at url, which may be another host than it is published on. */
export function checkIIIF(doc, url) {
  const wrong = checkSchema("iiif", doc);
  if (wrong.length > 0) return wrong; // the rest would stumble over it
  const state = { warnings: [] };
  presentation3StrictUpgrade(structuredClone(doc), state);
  wrong.push(...new Set(state.warnings.filter((w) => !tolerated.has(w))));
  const name = (address) => new URL(address).pathname.split("/").slice(-2).join("/");
  if (name(doc.id) !== name(url)) wrong.push(`it lies at ${url}, and its id is ${doc.id}`);

  const ids = new Set();
  const named = (part) => {
    if (ids.has(part.id)) wrong.push(`the id ${part.id} is there twice`);
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
      if (!canvases.has(a.target)) wrong.push(`${a.id} is on ${a.target}, which is no canvas`);
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
      if (!canvas) wrong.push(`${r.id} leads to ${id}, which is no canvas`);
      if (!part) continue;
      const [start, end] = part.split(",").map(Number);
      if (!(start >= 0 && end > start && end <= canvas?.duration)) wrong.push(`${r.id} is ${part} of ${canvas?.duration} s`);
    }
  };
  doc.structures?.forEach(range);

  // What a viewer has read it can say again: nothing was lost on the way.
  const { entities, mapping, resource } = normalize(structuredClone(doc));
  const again = serialize({ entities, mapping, requests: {} }, resource, serializeConfigPresentation3);
  if (again.items.length !== doc.items.length) wrong.push(`a viewer sees ${again.items.length} of ${doc.items.length} canvases`);
  return wrong;
}
