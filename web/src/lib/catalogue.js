// Reads the catalogue files that internal/catalogue writes. Fetches each file once.
import MiniSearch from "minisearch";
import { momentsOf, parseCues } from "./moments.js";
import { fields, isPrefix, shardOf, termOf, termsOf } from "./terms.js";

// Weight of a match, by field.
const boost = { title: 4, people: 3, talks: 3, description: 2, slides: 1.5 };

// A search loads one month, then two, four and so on, until it has enough results.
// A common word needs one index, a rare word few round trips.
const monthsAtOnce = 8;
const monthsAtMost = 24;

export class Catalogue {
  #base;
  #files = new Map();
  #indexes = new Map();

  // base is the URL of catalogue.json, head its content.
  constructor(base, head) {
    this.#base = base;
    this.head = head;
  }

  static async open(base) {
    return new Catalogue(base, await fetchJSON(base));
  }

  #json(url) {
    return this.#file(url, fetchJSON);
  }

  #file(url, get) {
    const address = new URL(url, this.#base).href;
    if (!this.#files.has(address)) {
      const file = get(address);
      file.catch(() => this.#files.delete(address)); // retry next time
      this.#files.set(address, file);
    }
    return this.#files.get(address);
  }

  async month(page) {
    return (await this.#json(page.url)).meetings;
  }

  async #index(page) {
    if (!this.#indexes.has(page.index)) {
      const loaded = this.#json(page.index).then((data) => MiniSearch.loadJS(data, { fields, processTerm: termOf }));
      loaded.catch(() => this.#indexes.delete(page.index));
      this.#indexes.set(page.index, loaded);
    }
    return this.#indexes.get(page.index);
  }

  // #months returns the months that contain a term, or with prefix a word that
  // starts with it.
  async #months(term, prefix) {
    const { terms, count } = this.head.search;
    const shard = await this.#json(terms.replace("{shard}", String(shardOf(term, count)).padStart(2, "0")));
    const found = new Set();
    for (const [other, places] of shard.terms) {
      if (other === term || (prefix && other.startsWith(term))) for (const place of places) found.add(shard.months[place]);
    }
    return found;
  }

  // pages returns the entries of head.pages whose month contains all terms, newest
  // first.
  async pages(text) {
    const terms = termsOf(text);
    const sets = await Promise.all(terms.map((t, i) => this.#months(t, i === terms.length - 1 && isPrefix(t))));
    return this.head.pages.filter((page) => sets.every((set) => set.has(page.month)));
  }

  // search loads months until it has enough matching meetings, or has loaded
  // monthsAtMost months. It returns the results, best first, and the months that
  // are left.
  async search(text, pages, enough, matches) {
    const found = [];
    let [loaded, next] = [0, 1];
    while (loaded < Math.min(pages.length, monthsAtMost) && found.length < enough) {
      const batch = pages.slice(loaded, loaded + next);
      loaded += batch.length;
      next = Math.min(monthsAtOnce, 2 * next);
      for (const hits of await Promise.all(batch.map((page) => this.#find(text, page)))) {
        found.push(...hits.filter((hit) => matches(hit.entry)));
      }
    }
    return { found: found.sort((a, b) => b.score - a.score), left: pages.slice(loaded) };
  }

  // moments returns the moments of a meeting that match, with absolute URLs. It reads the
  // manifest, and the captions if the transcript matches.
  async moments({ entry, where }, text, most) {
    if (!where.some((field) => ["talks", "slides", "transcript"].includes(field))) return [];
    const manifest = await this.#json(entry.manifest);
    const folder = new URL(entry.manifest, this.#base);
    const cues = {};
    for (const { id, captions } of where.includes("transcript") ? manifest.recordings : []) {
      const vtt = captions?.[0]?.vtt.url;
      if (vtt) cues[id] = parseCues(await this.#file(new URL(vtt, folder), fetchText));
    }
    return momentsOf(manifest, cues, termsOf(text), most).map((moment) => {
      const url = new URL(entry.url, this.#base);
      for (const [name, value] of Object.entries(moment.query)) url.searchParams.set(name, value);
      return { ...moment, url: url.href, image: moment.image && { ...moment.image, url: new URL(moment.image.url, folder).href } };
    });
  }

  async #find(text, page) {
    const [index, entries] = await Promise.all([this.#index(page), this.month(page)]);
    const byId = new Map(entries.map((entry) => [entry.id, entry]));
    const terms = termsOf(text);
    const hits = index.search(terms.join(" "), {
      combineWith: "AND",
      prefix: (term, i) => i === terms.length - 1 && isPrefix(term),
      boost,
    });
    return hits.filter((hit) => byId.has(hit.id)).map((hit) => ({
      entry: byId.get(hit.id),
      score: hit.score,
      where: fields.filter((field) => Object.values(hit.match).some((list) => list.includes(field))),
    }));
  }
}

const fetchJSON = async (url) => (await fetchFile(url)).json();
const fetchText = async (url) => (await fetchFile(url)).text();

async function fetchFile(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response;
}
