// Which slide a recording shows when. Pure functions on intervals
// { start, end, deck, slide, uncertain }: seconds, the ID of the deck, the number of the
// slide, and whether the start is approximate.
import { clock } from "./clock.js";

/** Parses the slide times of a page: [start, end, index of the deck, slide, 1 if uncertain]. decks are the IDs of its decks. */
export function parseTimes(text, decks) {
  return JSON.parse(text || "[]").map(([start, end, deck, slide, uncertain]) => ({ start, end, deck: decks[deck], slide, uncertain: uncertain === 1 }));
}

// Browsers round the position of a seek.
const rounding = 0.05;

/** The index of the last interval of a chronological list that has started at a second, or -1. */
export function lastStarted(list, seconds) {
  let [from, to] = [0, list.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (list[middle].start <= seconds + rounding) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}

/** The interval of a chronological list that contains a second, or null. */
export function intervalAt(list, seconds) {
  const last = list[lastStarted(list, seconds)];
  return last && seconds + rounding < last.end ? last : null;
}

/**
 * The time of a slide to seek to: its next one after the current second of a recording,
 * or else its first one there, or else in another recording. Null if it has none.
 */
export function nextOccurrence(times, recording, seconds) {
  const here = times.filter((time) => time.recording === recording);
  return here.find((time) => time.start > seconds + 10 * rounding) ?? here[0] ?? times[0] ?? null;
}

/** A time in words: 12:32, or around 12:30 if it is uncertain. */
export function momentText({ start, uncertain }) {
  return uncertain ? `around ${clock(Math.round(start / 10) * 10)}` : clock(start);
}

/**
 * Sorts search items by recording and time. Items without a time come last, in their
 * order. recordings are the IDs in the order of the page.
 */
export function inTimeOrder(items, recordings) {
  const order = new Map(recordings.map((id, i) => [id, i]));
  const place = (item) => (item.time === null ? Infinity : (order.get(item.recording) ?? order.size));
  return [...items].sort((a, b) => {
    const [first, second] = [place(a), place(b)];
    return first !== second ? first - second : first === Infinity ? 0 : a.time - b.time;
  });
}

/** The index of the tick nearest to a second within a distance, else of the interval that contains it, else -1. */
export function tickAt(list, seconds, distance) {
  const before = lastStarted(list, seconds);
  let nearest = -1;
  for (const i of [before, before + 1]) {
    const far = list[i] ? Math.abs(list[i].start - seconds) : Infinity;
    if (far <= distance && (nearest < 0 || far < Math.abs(list[nearest].start - seconds))) nearest = i;
  }
  if (nearest >= 0) return nearest;
  return before >= 0 && seconds < list[before].end ? before : -1;
}

/** The ticks of a time line as one SVG path of a width: at most one for each unit of it. */
export function tickPath(list, duration, width) {
  const places = new Set(list.map((one) => Math.round((one.start / duration) * width)));
  return [...places].map((x) => `M${x} 0v1`).join("");
}
