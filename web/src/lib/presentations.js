// The presentations of a meeting, from the list on the page or in the embed.

/** { id, title, recording, start, end, deck, element }, in the order of the list; times in seconds. */
export function presentationsOnPage(root = document) {
  return [...root.querySelectorAll("[data-presentation]")].map((element) => {
    const { presentation, title, in: recording, start, end, ofDeck } = element.dataset;
    const number = (text) => (text === undefined ? null : Number(text));
    return { id: presentation, title, recording: recording ?? null, start: number(start), end: number(end), deck: ofDeck ?? null, element };
  });
}

/** The presentation at a time of a recording, or null. */
export function presentationAt(presentations, recording, seconds) {
  return presentations.findLast((p) => p.recording === recording && p.start !== null && p.start <= seconds && (p.end === null || seconds < p.end)) ?? null;
}
