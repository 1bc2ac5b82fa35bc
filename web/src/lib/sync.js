// Keeps two pictures of one recording in sync: the leader has the sound.

const interval = 200; // milliseconds between updates
const pausedTolerance = 0.005; // seconds
const playingTolerance = 0.03; // seconds; not visible
const seekThreshold = 0.6; // seconds; smaller gaps are corrected by speed

/** Copies time, speed and play state from leader to follower. */
export class Sync {
  constructor(leader, follower) {
    this.leader = leader;
    this.follower = follower;
    this.lag = 0; // duration of the last seek in seconds
    this.timer = setInterval(() => this.update(), interval);
  }

  stop() {
    clearInterval(this.timer);
  }

  /** The lag of the follower in seconds. */
  get gap() {
    return this.leader.currentTime - this.follower.currentTime;
  }

  /** Compares both elements and corrects the follower. */
  update() {
    const { leader, follower, gap } = this;
    const playing = !leader.paused && !leader.ended && !leader.seeking && leader.readyState > 2;
    if (follower.readyState === 0) return;
    if (playing && follower.paused && !(follower.ended && gap >= 0)) follower.play().catch(() => {});
    if (!playing && !follower.paused) follower.pause();
    if (follower.seeking) return; // a second seek would restart the first
    const off = Math.abs(gap);
    if (off > (playing ? seekThreshold : pausedTolerance) && !(follower.ended && gap > 0)) this.#seek(playing);
    // The follower is muted, so a change of speed is inaudible.
    const nudge = playing && off > playingTolerance ? Math.max(-0.4, Math.min(0.4, 2 * gap)) : 0;
    const rate = leader.playbackRate * (1 + nudge);
    if (Math.abs(follower.playbackRate - rate) > 0.005) follower.playbackRate = rate;
  }

  // Seeking takes time, so seek to where the leader will be.
  #seek(playing) {
    const { leader, follower } = this;
    const began = performance.now();
    follower.currentTime = leader.currentTime + (playing ? this.lag * leader.playbackRate : 0);
    if (!playing) return;
    follower.addEventListener("seeked", () => (this.lag = Math.min(2, (performance.now() - began) / 1000)), { once: true });
  }
}
