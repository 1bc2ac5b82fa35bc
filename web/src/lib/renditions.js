// The list of qualities that the menu of qualities reads: the part of the
// media-tracks interface that it needs, which browsers do not have. It has to be
// there before the controls look at the page's videos, so whoever imports them
// imports this first.

/** Renditions, of which one is chosen, or with -1 the stream's own choice. */
class Renditions extends EventTarget {
  #list = [];
  #selected = -1;
  choose = () => {};

  get length() {
    return this.#list.length;
  }
  [Symbol.iterator]() {
    return this.#list[Symbol.iterator]();
  }
  get selectedIndex() {
    return this.#selected;
  }
  set selectedIndex(index) {
    this.#selected = index;
    this.choose(index);
    this.dispatchEvent(new Event("change"));
  }

  /** What there is to choose from, and what a choice does. */
  fill(list, choose) {
    this.choose = choose;
    for (let i = 0; i < this.#list.length; i++) delete this[i];
    this.#list = list;
    list.forEach((one, i) => (this[i] = one));
    this.#selected = -1;
    this.dispatchEvent(new Event("addrendition"));
  }
}

/** Gives a video its list. */
export function addRenditions(video) {
  Object.defineProperty(video, "videoRenditions", { value: new Renditions() });
}

document.querySelectorAll("video").forEach(addRenditions);
