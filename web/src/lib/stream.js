// Playing HLS, by hls.js where the browser has Media Source Extensions, and by
// the browser itself where it has not. The plain file, which the page names, is
// what is left where neither works.

// What is fetched before somebody plays: the beginning, so that it starts at
// once; and after that, seconds ahead.
const before = { maxBufferLength: 1, maxMaxBufferLength: 2 };
const after = { maxBufferLength: 30, maxMaxBufferLength: 120 };

/**
 * Gives media the stream at url, and resolves to hls.js's object, or to null
 * where the browser plays it without. It rejects where nothing can.
 */
export async function attach(media, url, start) {
  if (!window.MediaSource && !window.ManagedMediaSource) {
    if (!media.canPlayType("application/vnd.apple.mpegurl")) throw new Error("this browser plays no HLS");
    return null; // the source elements name the stream
  }
  const { default: Hls } = await import("hls.js");
  if (!Hls.isSupported()) throw new Error("this browser plays no HLS");
  const hls = new Hls({
    enableWorker: false, // its worker comes from a blob:, which the page's policy forbids
    capLevelToPlayerSize: true, // a picture larger than its place costs its visitor
    startPosition: start ?? -1,
    ...before,
  });
  const ahead = () => Object.assign(hls.config, after);
  let mended = 0;
  hls.on(Hls.Events.ERROR, (_, error) => {
    if (!error.fatal) return;
    mended++;
    if (error.type === Hls.ErrorTypes.MEDIA_ERROR && mended < 3) hls.recoverMediaError();
    else if (error.type === Hls.ErrorTypes.NETWORK_ERROR && mended < 3) hls.startLoad();
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
  if (media.paused) media.addEventListener("play", ahead, { once: true });
  else ahead();
  return hls;
}
