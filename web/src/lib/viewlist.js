// The views of a recording, their names in URLs, and the user's last selection.

/** URL value for two pictures side by side. */
export const sideBySide = "side";

const storageKey = "proceedings-view";

/** The views of a recording on the page; empty if it has one picture. */
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

/** Parses a view parameter: [large, small or null], or null if it is invalid. current is the large view now. */
export function parseViews(text, list, current) {
  if (text === sideBySide) return [current, list.find((view) => view !== current)];
  const views = text?.split(",").map((id) => list.find((view) => view.id === id)) ?? [];
  if (!views[0] || views.length > 2 || (views.length === 2 && (!views[1] || views[0] === views[1]))) return null;
  return [views[0], views[1] ?? null];
}

/** The view parameter of two view IDs; small may be null. Returns null for the default view. */
export function viewParam(list, large, small) {
  const [first, second] = list;
  if (!small) return large === first.id ? null : large;
  return large === first.id && small === second.id ? sideBySide : `${large},${small}`;
}

/** The view parameter of the user's last selection in this tab, or null. */
export function savedView() {
  try {
    return sessionStorage.getItem(storageKey);
  } catch {
    return null; // an iframe may have no access to storage
  }
}

/** Saves a selection for this tab. */
export function saveView(text) {
  try {
    sessionStorage.setItem(storageKey, text);
  } catch {
    // the selection is not saved
  }
}
