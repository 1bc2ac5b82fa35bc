// Checks WebVTT with W3C's validator.

import webvtt from "webvtt-parser";

/** Returns the mistakes in a WebVTT file. kind is the kind of track: chapters, metadata, captions. */
export function checkCues(source, kind = "captions") {
  const { cues, errors } = new webvtt.WebVTTParser().parse(source, kind);
  const wrong = errors.map((e) => `line ${e.line}: ${e.message}`);
  if (cues.length === 0) wrong.push("has no cues");
  for (const [i, cue] of cues.entries()) {
    if (!(cue.endTime > cue.startTime)) wrong.push(`cue ${i + 1} has no duration`);
    if (kind === "chapters" && cues[i - 1]?.startTime > cue.startTime) wrong.push(`cue ${i + 1} starts before the previous cue`);
  }
  return wrong;
}
