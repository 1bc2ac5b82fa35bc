// Playing HLS, by hls.js where the browser has Media Source Extensions, and by
// the browser itself where it has not. The plain file, which the page names, is
// what is left where neither works.

// The part of the media-tracks interface that the menu of qualities reads: a
// list of renditions of which one, or with -1 none, is chosen.
class Renditions extends EventTarget {
  #list = [];
  #selected = -1;
  constructor(choose) {
    super();
    this.choose = choose;
  }
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
  fill(list) {
    this.#list = list;
    list.forEach((one, i) => {
      this[i] = one;
    });
    this.dispatchEvent(new Event("addrendition"));
  }
}

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
    autoStartLoad: false, // nobody asked for a segment yet
    capLevelToPlayerSize: true,
    startPosition: start ?? -1,
    maxBufferLength: 30,
  });
  let loading = false;
  const load = () => {
    if (!loading) hls.startLoad(media.currentTime > 0 ? media.currentTime : (start ?? -1));
    loading = true;
  };
  const renditions = new Renditions((index) => {
    hls.nextLevel = index;
  });
  Object.defineProperty(media, "videoRenditions", { value: renditions, configurable: true });
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
  renditions.fill(
    hls.levels.map((level, i) => ({ id: String(i), src: "", width: level.width, height: level.height, bitrate: level.bitrate, codec: level.videoCodec })),
  );
  media.addEventListener("play", load);
  media.addEventListener("seeking", load);
  if (start || !media.paused) load();
  return hls;
}
