// What the address of a page asks for, and addresses to hand on.

/** A number of seconds in text, or null where there is none. */
function seconds(text) {
  if (text === null || text.trim() === "") return null;
  const number = Number(text);
  return Number.isFinite(number) && number >= 0 ? number : null;
}

/**
 * What an address asks for: t and end (seconds), recording, presentation, deck,
 * slide, words to look for, which view (the ID of one, "side" for two, or two IDs
 * with a comma), and whether an embed shows slides. Null is nothing.
 */
export function asked(address) {
  const query = new URL(address).searchParams;
  return {
    t: seconds(query.get("t")),
    end: seconds(query.get("end")),
    recording: query.get("r"),
    presentation: query.get("p"),
    deck: query.get("d"),
    slide: seconds(query.get("s")),
    words: query.get("q"),
    view: query.get("view"),
    slides: query.get("slides") === "1",
  };
}

/** The address of a file of this meeting, for others. Nothing of our own query goes along. */
export function addressOf(file, query = {}, fragment = "") {
  const url = new URL(file, document.baseURI);
  url.search = "";
  url.hash = fragment;
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") url.searchParams.set(name, String(value));
  }
  return url.href;
}

/** The address of the meeting's page. */
export const pageAddress = (query, fragment) => addressOf("index.html", query, fragment);

/** The address of the embed. */
export const embedAddress = (query) => addressOf("embed.html", query);

/** A link of somebody's slide, if it is one to follow: http or https, else null. */
export function safeLink(text) {
  try {
    const url = new URL(text);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}
