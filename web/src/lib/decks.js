// The decks of a meeting, from the page or from the deck's own file. A slide is
// { deck, number, title, alt, lang, dir, thumb, full, picture, width, height, times, body,
// text, notes }; unknown values are null or empty. body is an element, and text has its lines.
// times are { recording, start, end, uncertain } in chronological order; the only one of a
// slide whose presentation begins with it, and which no recording shows, has planned.

const textOf = (element) => element?.textContent.trim() ?? "";
const paragraphs = (element) => [...(element?.querySelectorAll("p") ?? [])].map((p) => textOf(p));

/** The text of each paragraph, item and cell in an element, without labels. */
function linesOf(element) {
  const lines = new Map();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    const block = parentElement.closest("p, li, td, th, caption, figcaption");
    if (!parentElement.closest(".kind")) lines.set(block, `${lines.get(block) ?? ""} ${data.trim()}`);
  }
  return [...lines.values()].map((text) => text.trim()).filter(Boolean);
}

/** The decks on the page with their slides. */
export function decksOnPage(root = document) {
  return [...root.querySelectorAll("article[data-deck]")].map((article) => {
    const deck = { id: article.dataset.deck, title: article.dataset.title, file: article.dataset.file ?? null, element: article };
    deck.slides = [...article.querySelectorAll("[data-slide]")].map((item) => slideOnPage(item, deck));
    return deck;
  });
}

function slideOnPage(item, deck) {
  const image = item.querySelector("img");
  const body = item.querySelector(".body");
  return {
    deck,
    element: item,
    number: Number(item.dataset.slide),
    title: textOf(item.querySelector(".caption .title")),
    alt: image?.alt ?? "",
    lang: image?.lang ?? "",
    dir: body?.dir || "auto",
    thumb: image?.getAttribute("src") ?? null,
    full: item.querySelector("a.picture")?.getAttribute("href") ?? null,
    picture: item.dataset.picture ?? null,
    width: Number(image?.getAttribute("width")) || 16,
    height: Number(image?.getAttribute("height")) || 9,
    times: [],
    body,
    text: body ? linesOf(body) : [],
    notes: paragraphs(item.querySelector(".notes")),
  };
}

const files = new Map(); // URL of a deck's file → promise of its content

/** The content of a deck's own file, or null if it has none. Fetched once. */
export function fileOf(deck) {
  if (!deck.file) return Promise.resolve(null);
  if (!files.has(deck.file)) {
    files.set(
      deck.file,
      fetch(new URL(deck.file, document.baseURI)).then(
        (response) => (response.ok ? response.json() : null),
        () => null,
      ),
    );
  }
  return files.get(deck.file);
}

/** Fills a deck with the slides of its file, for a page that does not list them. */
export async function deckInFile(deck) {
  const data = await fileOf(deck);
  deck.slides = (data?.slides ?? []).map((s) => {
    const jpegs = (s.images ?? []).filter((image) => image.type === "image/jpeg");
    const images = jpegs.length > 0 ? jpegs : (s.images ?? []);
    return {
      deck,
      number: s.number,
      title: s.title ?? "",
      alt: s.alt ?? "",
      lang: s.language ?? "",
      dir: s.direction ?? "auto",
      thumb: images.at(-1)?.url ?? null,
      full: images[0]?.url ?? null,
      picture: null,
      width: images[0]?.width ?? 16,
      height: images[0]?.height ?? 9,
      times: [],
      body: null,
      text: [],
      notes: [],
    };
  });
  return deck;
}

/**
 * Adds the times of the slides of decks: those of recordings { id, slideTimes }, and for
 * a deck's first slide without any the start of its presentation.
 */
export function addTimes(decks, recordings, presentations) {
  const slides = new Map(decks.map((deck) => [deck.id, new Map(deck.slides.map((slide) => [slide.number, slide]))]));
  for (const { id, slideTimes } of recordings) {
    for (const time of slideTimes) slides.get(time.deck)?.get(time.slide)?.times.push({ recording: id, ...time });
  }
  for (const { id, slides: [first] } of decks) {
    const presentation = presentations.find((p) => p.deck === id && p.start !== null);
    if (!presentation || first?.times.length !== 0) continue;
    first.times.push({ recording: presentation.recording, start: presentation.start, end: null, uncertain: false, planned: true });
  }
}
