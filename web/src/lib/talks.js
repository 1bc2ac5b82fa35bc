// The talks of a meeting, as the page or the embed lists them.

/** { id, title, recording, start, end, deck, element }, in the order of the list. */
export function talksOnPage(root = document) {
  return [...root.querySelectorAll("[data-presentation]")].map((element) => {
    const { presentation, title, in: recording, start, end, ofDeck } = element.dataset;
    const number = (text) => (text === undefined ? null : Number(text));
    return { id: presentation, title, recording: recording ?? null, start: number(start), end: number(end), deck: ofDeck ?? null, element };
  });
}

/** The talk that is held at a moment of a recording, or null. */
export function talkAt(talks, recording, seconds) {
  return talks.findLast((t) => t.recording === recording && t.start !== null && t.start <= seconds && (t.end === null || seconds < t.end)) ?? null;
}
