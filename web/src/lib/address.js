// Reads the parameters of the page's URL and builds URLs to share.

/** Parses a number of seconds. Returns null if the text is not one. */
function seconds(text) {
  if (text === null || text.trim() === "") return null;
  const number = Number(text);
  return Number.isFinite(number) && number >= 0 ? number : null;
}

/**
 * Reads the parameters of a URL: t and end (seconds), recording, presentation,
 * deck, slide, search words, view (an ID, "side" for two views, or two IDs
 * separated by a comma), and whether an embed shows slides. Absent ones are null.
 */
export function readQuery(address) {
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

/** The absolute URL of a file of this meeting, without the current page's query. */
export function addressOf(file, query = {}, fragment = "") {
  const url = new URL(file, document.baseURI);
  url.search = "";
  url.hash = fragment;
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") url.searchParams.set(name, String(value));
  }
  return url.href;
}

/** The URL of the meeting's page. */
export const pageAddress = (query, fragment) => addressOf("index.html", query, fragment);

/** The URL of the embed. */
export const embedAddress = (query) => addressOf("embed.html", query);

/** Returns the link of a slide if it is http or https, else null. */
export function safeLink(text) {
  try {
    const url = new URL(text);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}
