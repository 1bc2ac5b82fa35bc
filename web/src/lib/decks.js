// The decks of a meeting, from the page or from the deck's own file. A slide is
// { deck, number, title, alt, thumb, full, picture, width, height, time, text,
// notes }; unknown values are null or empty.

const textOf = (element) => element?.textContent.trim() ?? "";
const paragraphs = (element) => [...(element?.querySelectorAll("p") ?? [])].map((p) => textOf(p));

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
  return {
    deck,
    element: item,
    number: Number(item.dataset.slide),
    title: textOf(item.querySelector(".caption .title")),
    alt: image?.alt ?? "",
    lang: image?.lang ?? "",
    thumb: image?.getAttribute("src") ?? null,
    full: item.querySelector("a.picture")?.getAttribute("href") ?? null,
    picture: item.dataset.picture ?? null,
    width: Number(image?.getAttribute("width")) || 16,
    height: Number(image?.getAttribute("height")) || 9,
    // Present if the time at which the slide was shown is known.
    time: item.dataset.time === undefined ? null : Number(item.dataset.time),
    text: paragraphs(item.querySelector(".body")),
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
export async function deckInFile(deck, time) {
  const data = await fileOf(deck);
  deck.slides = (data?.slides ?? []).map((s, i) => {
    const jpegs = (s.images ?? []).filter((image) => image.type === "image/jpeg");
    const images = jpegs.length > 0 ? jpegs : (s.images ?? []);
    return {
      deck,
      number: s.number,
      title: s.title ?? "",
      alt: s.alt ?? "",
      lang: "",
      thumb: images.at(-1)?.url ?? null,
      full: images[0]?.url ?? null,
      picture: null,
      width: images[0]?.width ?? 16,
      height: images[0]?.height ?? 9,
      time: i === 0 ? time : null,
      text: [],
      notes: [],
    };
  });
  return deck;
}
