// Creates elements. Strings become text, never HTML.

/**
 * Creates an element. Attributes that start with "on" are listeners. The value true
 * sets an empty attribute; false, null and undefined set none.
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children.flat().filter((c) => c !== null && c !== undefined && c !== false));
  return element;
}

const svgSpace = "http://www.w3.org/2000/svg";

/** An icon of one path in a 24 × 24 square, hidden from screen readers. */
export function icon(path) {
  const svg = document.createElementNS(svgSpace, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  const line = document.createElementNS(svgSpace, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

/** Stroke paths of the icons. */
export const icons = {
  back: "M15 5l-7 7 7 7",
  on: "M9 5l7 7-7 7",
  larger: "M4 10V4h6M20 14v6h-6M4 4l6 6M20 20l-6-6",
  close: "M5 5l14 14M19 5L5 19",
  share: "M12 15V3m0 0L7.5 7.5M12 3l4.5 4.5M5 12v8h14v-8",
  play: "M7 4.5v15l12-7.5z",
  find: "M10.5 4a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM15.5 15.5L20 20",
};

/** A button with an icon. The name is its tooltip and its accessible name. */
export function iconButton(path, name, onclick, attributes = {}) {
  return el("button", { type: "button", class: "icon-button", title: name, "aria-label": name, onclick, ...attributes }, icon(path));
}

/** Announces a sentence to screen readers. */
export function announce(text) {
  let status = document.querySelector("#announcement");
  if (!status) {
    status = el("p", { id: "announcement", class: "unseen", role: "status" });
    document.body.append(status);
  }
  status.textContent = text;
}
