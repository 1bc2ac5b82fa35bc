// WebVTT, read by the validator of its authors.

import webvtt from "webvtt-parser";

/** What is wrong with a WebVTT file. kind is that of a track: chapters, metadata, captions. */
export function checkCues(source, kind = "captions") {
  const { cues, errors } = new webvtt.WebVTTParser().parse(source, kind);
  const wrong = errors.map((e) => `line ${e.line}: ${e.message}`);
  if (cues.length === 0) wrong.push("it has no cues");
  for (const [i, cue] of cues.entries()) {
    if (!(cue.endTime > cue.startTime)) wrong.push(`cue ${i + 1} lasts no time`);
    if (kind === "chapters" && cues[i - 1]?.startTime > cue.startTime) wrong.push(`cue ${i + 1} begins before the one before it`);
  }
  return wrong;
}
