// Selects the validator by the name of the file.

import { checkCues } from "./cues.mjs";
import { checkIIIF } from "./iiif.mjs";
import { checkSchema } from "./json.mjs";
import { checkHead } from "./page.mjs";
import { checkDASH, checkHLS } from "./playlists.mjs";

const json = (kind) => (source) => checkSchema(kind, JSON.parse(source));

const kinds = [
  [/(^|\/)oembed\.json$|(^|\/)slides\/[^/]+\/\d+\.json$/, json("oembed")],
  [/(^|\/)iiif\/manifest\.json$/, (source, url) => checkIIIF(JSON.parse(source), url)],
  [/(^|\/)(manifest|sample)\.json$/, json("manifest")],
  [/(^|\/)data\.json$/, json("paella")],
  [/(^|\/)hls-chapters[^/]*\.json$/, json("hlsChapters")],
  [/(^|\/)chapters[^/]*\.json$/, json("chapters")],
  [/(^|\/)slides[^/]*\.json$/, json("slides")],
  [/(^|\/)chapters[^/]*\.vtt$/, (source) => checkCues(source, "chapters")],
  [/(^|\/)storyboard[^/]*\.vtt$/, (source) => checkCues(source, "metadata")],
  [/\.vtt$/, (source) => checkCues(source)],
  [/\.m3u8$/, checkHLS],
  [/\.mpd$/, checkDASH],
  [/\.html$/, checkHead],
];

/** Returns the mistakes in a file, or undefined if no validator knows its kind. */
export async function check(name, source, url) {
  const kind = kinds.find(([pattern]) => pattern.test(name));
  if (!kind) return undefined;
  try {
    return await kind[1](source, url);
  } catch (e) {
    return [e.message];
  }
}
