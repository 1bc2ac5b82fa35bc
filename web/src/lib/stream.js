// Plays HLS: with hls.js in browsers with Media Source Extensions, natively in
// others. If neither works, the caller uses the plain file.

// Buffer in seconds: before playback, enough for an immediate start.
const beforePlay = { maxBufferLength: 1, maxMaxBufferLength: 2 };
const duringPlay = { maxBufferLength: 30, maxMaxBufferLength: 120 };

/**
 * Attaches the stream at url to media. Resolves to the hls.js object, or to null if
 * the browser plays HLS natively. Rejects if the browser cannot play HLS.
 */
export async function attach(media, url, start) {
  if (!window.MediaSource && !window.ManagedMediaSource) {
    if (!media.canPlayType("application/vnd.apple.mpegurl")) throw new Error("this browser cannot play HLS");
    return null; // the source elements include the stream
  }
  const { default: Hls } = await import("hls.js");
  if (!Hls.isSupported()) throw new Error("this browser cannot play HLS");
  const hls = new Hls({
    enableWorker: false, // its worker loads from a blob: URL, which the page's policy forbids
    capLevelToPlayerSize: true, // a picture larger than the player wastes bandwidth
    startPosition: start ?? -1,
    ...beforePlay,
  });
  const bufferAhead = () => Object.assign(hls.config, duringPlay);
  let recoveries = 0;
  hls.on(Hls.Events.ERROR, (_, error) => {
    if (!error.fatal) return;
    recoveries++;
    if (error.type === Hls.ErrorTypes.MEDIA_ERROR && recoveries < 3) hls.recoverMediaError();
    else if (error.type === Hls.ErrorTypes.NETWORK_ERROR && recoveries < 3) hls.startLoad();
    else {
      hls.destroy();
      media.dispatchEvent(new CustomEvent("streamlost"));
    }
  });
  await new Promise((resolve, reject) => {
    hls.once(Hls.Events.MANIFEST_PARSED, resolve);
    media.addEventListener("streamlost", () => reject(new Error("the stream cannot be played")), { once: true });
    hls.loadSource(url);
    hls.attachMedia(media);
  });
  if (hls.levels.length > 1) {
    media.videoRenditions?.fill(
      hls.levels.map((level, i) => ({ id: String(i), width: level.width, height: level.height, bitrate: level.bitrate, codec: level.videoCodec })),
      (index) => (hls.nextLevel = index),
    );
  }
  if (media.paused) media.addEventListener("play", bufferAhead, { once: true });
  else bufferAhead();
  return hls;
}
