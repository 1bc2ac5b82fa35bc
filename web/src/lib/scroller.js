// Scrolls a list to its current item, until the reader scrolls it. Only the list moves;
// scrollIntoView would also scroll the page.

/** A list that scrolls by itself. */
export class Scroller {
  paused = false; // the reader has scrolled
  changed = () => {}; // called when it pauses
  #position = [0, 0];

  constructor(box) {
    this.box = box;
    box.addEventListener("scroll", () => {
      const [left, top] = this.#position;
      const moved = Math.abs(left - box.scrollLeft) > 1 || Math.abs(top - box.scrollTop) > 1;
      if (!moved || this.paused) return;
      this.paused = true;
      this.changed();
    });
    new ResizeObserver(() => this.settle()).observe(box); // a change of size can move the content
  }

  /** Takes the present position as one that the reader did not choose. */
  settle() {
    this.#position = [this.box.scrollLeft, this.box.scrollTop];
  }

  /** Scrolls an item into the middle of the list if it is outside. */
  reveal(item) {
    const { box } = this;
    if (this.paused || box.clientWidth === 0) return;
    const [outer, inner] = [box.getBoundingClientRect(), item.getBoundingClientRect()];
    if (inner.left < outer.left || inner.right > outer.right) box.scrollLeft += (inner.left + inner.right - outer.left - outer.right) / 2;
    if (inner.top < outer.top || inner.bottom > outer.bottom) box.scrollTop += (inner.top + inner.bottom - outer.top - outer.bottom) / 2;
    this.settle();
  }
}
