// Two pictures of one time: one is heard and leads, the other follows.

const period = 200; // milliseconds between two looks
const same = 0.005; // seconds, when both stand still
const near = 0.03; // seconds that nobody sees, when they move
const far = 0.6; // seconds from which on it is moved there, and not led there

/** Keeps follower at the time, the speed and the play state of leader. */
export class Sync {
  constructor(leader, follower) {
    this.leader = leader;
    this.follower = follower;
    this.lag = 0; // seconds that the last seek took
    this.timer = setInterval(() => this.look(), period);
  }

  stop() {
    clearInterval(this.timer);
  }

  /** How far the follower is behind, in seconds. */
  get gap() {
    return this.leader.currentTime - this.follower.currentTime;
  }

  /** Compares both, and corrects the follower. */
  look() {
    const { leader, follower, gap } = this;
    const moves = !leader.paused && !leader.ended && !leader.seeking && leader.readyState > 2;
    if (follower.readyState === 0) return;
    if (moves && follower.paused && !(follower.ended && gap >= 0)) follower.play().catch(() => {});
    if (!moves && !follower.paused) follower.pause();
    if (follower.seeking) return; // a second seek would only begin again
    const off = Math.abs(gap);
    if (off > (moves ? far : same) && !(follower.ended && gap > 0)) this.#seek(moves);
    // It is muted, so nobody hears that it runs faster for a moment.
    const nudge = moves && off > near ? Math.max(-0.4, Math.min(0.4, 2 * gap)) : 0;
    const rate = leader.playbackRate * (1 + nudge);
    if (Math.abs(follower.playbackRate - rate) > 0.005) follower.playbackRate = rate;
  }

  // A seek takes a while: one that is on its way goes to where the leader will be.
  #seek(moves) {
    const { leader, follower } = this;
    const began = performance.now();
    follower.currentTime = leader.currentTime + (moves ? this.lag * leader.playbackRate : 0);
    if (!moves) return;
    follower.addEventListener("seeked", () => (this.lag = Math.min(2, (performance.now() - began) / 1000)), { once: true });
  }
}
