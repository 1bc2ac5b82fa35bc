// Keeps the player visible while the rest of the page is read: when it leaves the
// window at the top, it becomes a bar there. The bar appears when as much of the stage is
// left as it covers, so nothing moves and nothing is hidden.

// As in the style sheet: the slides are below the player.
const narrow = matchMedia("(max-width: 56rem)");

/** The height of the bar in a window, in pixels: at most 38 % of it. */
export function dockHeight(width, height, { isNarrow = false, sound = false } = {}) {
  if (sound) return 88;
  return Math.round(isNarrow ? Math.min(0.38 * height, (width * 9) / 16) : Math.min(0.34 * height, 320));
}

/** Docks the stage of a page in its holder. Calls changed() after each change. */
export function dock(holder, stage, changed) {
  const recordings = stage.querySelector("#recordings");
  const root = document.documentElement;
  const check = () => {
    const { clientWidth: width, clientHeight: height } = root;
    const bar = dockHeight(width, height, { isNarrow: narrow.matches, sound: stage.classList.contains("sound") });
    root.style.setProperty("--dock", `${bar}px`);
    const docked = holder.classList.contains("docked");
    if (document.fullscreenElement) return;
    if (!docked) {
      // The place that the docked parts leave.
      holder.style.setProperty("--all", `${holder.getBoundingClientRect().height}px`);
      holder.style.setProperty("--player", `${recordings.getBoundingClientRect().height}px`);
    }
    const end = narrow.matches ? stage.getBoundingClientRect().top + parseFloat(holder.style.getPropertyValue("--player")) : holder.getBoundingClientRect().bottom;
    if (docked === end < bar) return;
    holder.classList.toggle("docked");
    changed();
  };
  // A docked stage keeps the place that it had in a window of another size.
  const resized = () => {
    holder.classList.remove("docked");
    check();
  };
  root.classList.add("docks");
  addEventListener("scroll", check, { passive: true });
  addEventListener("resize", resized);
  check();
}
