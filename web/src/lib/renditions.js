// The list of qualities for the quality menu: the part of the media-tracks
// interface that the menu needs and that browsers lack. The controls read it when
// they load, so import this module before them.

/** A list of renditions. selectedIndex -1 means automatic selection. */
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

  /** Sets the renditions and the function that selects one. */
  fill(list, choose) {
    this.choose = choose;
    for (let i = 0; i < this.#list.length; i++) delete this[i];
    this.#list = list;
    list.forEach((one, i) => (this[i] = one));
    this.#selected = -1;
    this.dispatchEvent(new Event("addrendition"));
  }
}

/** Adds videoRenditions to a video element. */
export function addRenditions(video) {
  Object.defineProperty(video, "videoRenditions", { value: new Renditions() });
}

document.querySelectorAll("video").forEach(addRenditions);
