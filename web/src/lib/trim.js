// The part of a recording that is played. The time line is that of the whole recording, so
// that links, captions and slides keep their times; a viewer can still seek to the rest.

/** Whether playback that was at one second and is now at another reaches the end of the part. */
export function reachesEnd(before, now, to) {
  return before < to && now >= to;
}

/** Whether "play" restarts from the beginning: playback has ended, and there was no seek since. */
export function startsAgain(ended, now, { from, to }) {
  return ended && (now === 0 || Math.abs(now - to) < 1) && now !== from;
}

/** The start for a requested second, which may be outside of the part; null for the beginning. */
export function startOf(requested, from) {
  return requested ?? (from > 0 ? from : null);
}

/** The mask of the time line: the rest of the recording is fainter. */
export function marking({ from, to }, duration) {
  const [first, last] = [from, to].map((second) => `${((100 * second) / duration).toFixed(2)}%`);
  const [rest, part] = ["rgb(0 0 0 / 30%)", "rgb(0 0 0)"];
  return `linear-gradient(to right, ${rest} ${first}, ${part} ${first} ${last}, ${rest} ${last})`;
}

/**
 * Removes the part from the URLs of an element. Browsers stop at an end in the URL even if
 * playback began after it, as a link to a later second does.
 */
export function forgetFragments(media) {
  for (const source of media.querySelectorAll("source")) source.setAttribute("src", source.getAttribute("src").split("#")[0]);
  media.load();
}

/** Stops a player at the end of the part, and begins again at its start. */
export function applyTrim(player, { from, to }) {
  let before = 0;
  let ended = false;
  player.on("timeupdate", () => {
    const now = player.time;
    if (!player.media.seeking && reachesEnd(before, now, to)) {
      player.media.pause();
      player.media.dispatchEvent(new Event("ended")); // embedding pages wait for it
    }
    before = now;
  });
  player.on("ended", () => (ended = true));
  player.on("seeking", () => {
    before = player.time;
    if (!startsAgain(ended, before, { from, to })) ended = false;
  });
  player.on("play", () => {
    if (startsAgain(ended, player.time, { from, to })) player.media.currentTime = from;
    ended = false;
  });
  const timeline = player.frame.querySelector("media-time-range");
  timeline.classList.add("trimmed");
  timeline.style.setProperty("--trim", marking({ from, to }, player.duration));
}
