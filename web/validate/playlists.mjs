// Checks HLS and DASH with the parsers of video.js.

import { Parser } from "m3u8-parser";
import { parse } from "mpd-parser";

/** Parses an HLS playlist: {manifest, wrong}. */
export function readHLS(source) {
  const wrong = [];
  const parser = new Parser();
  parser.on("warn", (e) => wrong.push(e.message));
  parser.push(source);
  parser.end();
  return { manifest: parser.manifest, wrong };
}

/** Returns the mistakes in an HLS master or media playlist. */
export function checkHLS(source) {
  const { manifest, wrong } = readHLS(source);
  if (!source.startsWith("#EXTM3U")) wrong.push("does not start with #EXTM3U");
  if (manifest.playlists?.length > 0) {
    for (const { uri, attributes } of manifest.playlists) {
      if (!uri) wrong.push("a variant has no playlist");
      if (!(attributes?.BANDWIDTH > 0)) wrong.push(`${uri} has no BANDWIDTH`);
      if (!attributes?.CODECS) wrong.push(`${uri} has no CODECS`);
      for (const type of ["AUDIO", "SUBTITLES"]) {
        const group = attributes?.[type];
        if (group && !manifest.mediaGroups[type]?.[group]) wrong.push(`${uri} references the missing ${type} group ${group}`);
      }
    }
    return wrong;
  }
  if (!(manifest.segments?.length > 0)) return [...wrong, "has neither variants nor segments"];
  if (!manifest.endList) wrong.push("has no #EXT-X-ENDLIST");
  for (const [i, s] of manifest.segments.entries()) {
    if (!s.uri || !(s.duration > 0)) wrong.push(`segment ${i} has ${s.uri} for ${s.duration} s`);
    // RFC 8216, section 4.3.3.1: no rounded duration exceeds the target.
    if (Math.round(s.duration) > manifest.targetDuration) wrong.push(`segment ${i} has ${s.duration} s, more than the target duration ${manifest.targetDuration}`);
  }
  return wrong;
}

/** Returns the mistakes in a DASH manifest. */
export function checkDASH(source, url) {
  const wrong = [];
  let doc;
  const { error, warn } = console; // the XML parser reports errors on the console
  console.error = console.warn = (message) => wrong.push(String(message).split("\n")[0]);
  try {
    doc = parse(source, { manifestUri: url.href, eventHandler: ({ type, message }) => type === "warn" && wrong.push(message) });
  } catch (e) {
    return [...wrong, e.message];
  } finally {
    Object.assign(console, { error, warn });
  }
  const sound = Object.values(doc.mediaGroups.AUDIO.audio ?? {}).flatMap((g) => g.playlists);
  const all = [...doc.playlists, ...sound];
  if (all.length === 0) wrong.push("has no representation");
  if (!(doc.duration > 0)) wrong.push("has no duration");
  for (const { attributes, segments } of all) {
    const length = segments.reduce((sum, s) => sum + s.duration, 0);
    if (segments.length === 0) wrong.push(`${attributes.NAME} has no segments`);
    // Tracks may differ in length by up to a second.
    if (length > doc.duration + 1) wrong.push(`${attributes.NAME} has ${length} s, more than the manifest's ${doc.duration}`);
  }
  return wrong;
}
