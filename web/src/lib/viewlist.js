// Which views a recording has, how an address names them, and what a viewer chose.

/** In addresses: two pictures side by side. */
export const both = "side";

const store = "proceedings-view";

/** The views that the page names for a recording; none where it has one picture. */
export function viewsIn(article) {
  return [...article.querySelectorAll("[data-view]")].map(({ dataset, textContent }) => ({
    id: dataset.view,
    title: textContent,
    hls: dataset.hls,
    files: [
      ...(dataset.mp4 ? [{ src: dataset.mp4, type: "video/mp4" }] : []),
      { src: dataset.hls, type: "application/vnd.apple.mpegurl" },
    ],
    poster: dataset.poster ?? null,
    thumbnails: dataset.thumbnails ?? null,
    width: dataset.width,
    height: dataset.height,
  }));
}

/** The views of a list that a text names while one is shown: [large, small or null]; null where it names none. */
export function named(text, list, now) {
  if (text === both) return [now, list.find((view) => view !== now)];
  const views = text?.split(",").map((id) => list.find((view) => view.id === id)) ?? [];
  if (!views[0] || views.length > 2 || (views.length === 2 && (!views[1] || views[0] === views[1]))) return null;
  return [views[0], views[1] ?? null];
}

/** What names two views, by their IDs; small may be null. Null is what is shown anyway. */
export function nameOf(list, large, small) {
  const [first, second] = list;
  if (!small) return large === first.id ? null : large;
  return large === first.id && small === second.id ? both : `${large},${small}`;
}

/** What the viewer chose last in this visit, as an address names it, or null. */
export function remembered() {
  try {
    return sessionStorage.getItem(store);
  } catch {
    return null; // a frame may be forbidden to keep anything
  }
}

/** Keeps a choice for this visit. */
export function remember(text) {
  try {
    sessionStorage.setItem(store, text);
  } catch {
    // it is not kept, then
  }
}
