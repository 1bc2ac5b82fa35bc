// Finds the moments of a meeting that match a search: slides, sentences, presentations and
// chapters. internal/catalogue/moments.go does the same for the command line.
import { isPrefix, termOf, tokensOf } from "./terms.js";

const longestSentence = 200; // characters
const longestSilence = 2; // seconds within a sentence

/** Counts how many of the terms are in the texts. The last term may be the beginning of a word. */
function counter(terms) {
  const prefix = terms.length > 0 && isPrefix(terms[terms.length - 1]);
  return (...texts) => {
    const words = new Set(texts.flatMap((text) => tokensOf(text ?? "")).map(termOf));
    return terms.filter((term, i) => words.has(term) || (prefix && i === terms.length - 1 && [...words].some((w) => w?.startsWith(term)))).length;
  };
}

/** Parses the cues of a WebVTT file of ours: { start, end, speaker, text }. */
export function parseCues(vtt) {
  const seconds = (clock) => clock.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  const entities = { amp: "&", lt: "<", gt: ">", nbsp: " ", lrm: "", rlm: "" };
  const list = [];
  for (const block of vtt.replaceAll("\r", "").split(/\n\n+/)) {
    const lines = block.split("\n");
    const at = lines.findIndex((line) => line.includes("-->"));
    const times = at < 0 ? null : /^([\d:.]+)\s+-->\s+([\d:.]+)/.exec(lines[at]);
    if (!times) continue;
    const payload = lines.slice(at + 1).join(" ");
    const speaker = /<v\s+([^>]*)>/.exec(payload)?.[1] ?? "";
    const text = payload.replace(/<[^>]*>/g, "").replace(/&(\w+);/g, (all, name) => entities[name] ?? all);
    list.push({ start: seconds(times[1]), end: seconds(times[2]), speaker, text: text.replace(/\s+/g, " ").trim() });
  }
  return list;
}

/** Joins cues to sentences with the times of their beginnings. */
export function sentencesOf(cues) {
  const list = [];
  let open = false;
  for (const cue of cues) {
    if (!cue.text) continue;
    const last = list[list.length - 1];
    if (open && cue.start - last.end <= longestSilence && last.text.length + cue.text.length < longestSentence && (!cue.speaker || cue.speaker === last.speaker)) {
      last.text += " " + cue.text;
      last.end = cue.end;
    } else list.push({ ...cue });
    open = !/[.?!。？！]$/.test(cue.text);
  }
  return list;
}

/**
 * The moments of a meeting with most of the terms, in order of time, at most `most`:
 * { kind, text, title, start, uncertain, query, image }. image is of the slide, or of the
 * slide on the screen. cues are those of each recording, by its ID.
 */
export function momentsOf(manifest, cues, terms, most) {
  const count = counter(terms);
  const found = [];
  let best = 1;
  const add = (moment, ...texts) => {
    const n = count(...texts);
    if (n < best) return;
    if (n > best) found.length = 0;
    best = n;
    found.push(moment);
  };
  const main = manifest.recordings[0]?.id;
  for (const p of manifest.presentations) add({ kind: "presentation", text: p.title, recording: p.recording ?? main, start: p.start }, p.title, ...(p.speakers ?? []));
  for (const r of manifest.recordings) for (const c of r.chapters ?? []) add({ kind: "chapter", text: c.title ?? "", recording: r.id, start: c.start }, c.title);
  for (const deck of manifest.decks) for (const slide of deck.slides ?? []) addSlide(manifest, deck, slide, count, add);
  for (const r of manifest.recordings) for (const s of sentencesOf(cues[r.id] ?? [])) add({ kind: "transcript", text: s.text, recording: r.id, start: s.start }, s.text);

  const place = (m) => manifest.recordings.findIndex((r) => r.id === m.recording);
  const late = (m) => (m.start === undefined ? 1 : 0);
  found.sort((a, b) => late(a) - late(b) || (late(a) ? 0 : place(a) - place(b) || a.start - b.start));
  return found.slice(0, most).map((m) => ({ ...m, query: queryOf(m, main), image: imageOf(manifest, m) }));
}

function addSlide(manifest, deck, slide, count, add) {
  const lines = `${slide.body ?? ""}\n${slide.notes ?? ""}`.replaceAll("\t", " ").split("\n"); // tabs separate cells, and count as letters
  const moment = { kind: "slide", title: slide.title ?? "", text: slide.title ?? "", deck: deck.id, slide: slide.number };
  let most = count(slide.title);
  for (const line of lines) {
    const n = count(line);
    if (n > most || !moment.text) [moment.text, most] = [line, n];
  }
  for (const r of manifest.recordings) {
    const shown = (r.slideTimes ?? []).find((t) => t.deck === deck.id && t.slide === slide.number);
    if (!shown) continue;
    Object.assign(moment, { recording: r.id, start: shown.start, uncertain: shown.uncertain });
    break;
  }
  add(moment, ...lines, slide.title);
}

/** The parameters of the meeting's page that lead to a moment. */
function queryOf({ start, recording, deck, slide }, main) {
  const query = {};
  if (start !== undefined) query.t = start;
  if (start !== undefined && recording !== main) query.r = recording;
  if (deck) Object.assign(query, { d: deck, s: slide });
  return query;
}

function imageOf(manifest, { deck, slide, recording, start }) {
  if (!deck && start !== undefined) {
    const times = manifest.recordings.find((r) => r.id === recording)?.slideTimes ?? [];
    ({ deck, slide } = times.find((t) => t.start <= start && start < t.end) ?? {});
  }
  const images = manifest.decks.find((d) => d.id === deck)?.slides?.find((s) => s.number === slide)?.images ?? [];
  return [...images].sort((a, b) => a.width - b.width)[0] ?? null;
}
