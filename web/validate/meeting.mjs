// Checks a whole meeting: every file that the manifest names, and that the files
// which these name exist.

import { check } from "./kinds.mjs";
import { readHLS } from "./playlists.mjs";
import { exists, text } from "./read.mjs";

/** URLs of all files in a manifest. */
function filesOf(value) {
  if (Array.isArray(value)) return value.flatMap(filesOf);
  if (value === null || typeof value !== "object") return [];
  const own = typeof value.url === "string" && typeof value.sha256 === "string" ? [value.url] : [];
  return [...own, ...Object.values(value).flatMap(filesOf)];
}

/** Checks a meeting's published folder. Returns {checked, wrong}. */
export async function checkMeeting(folder) {
  const checked = [];
  const wrong = [];
  const say = (name, list) => wrong.push(...list.map((w) => `${name}: ${w}`));
  const sources = new Map();
  const read = async (name) => {
    const url = new URL(name, folder);
    if (sources.has(url.href)) return;
    sources.set(url.href, "");
    let source;
    try {
      source = await text(url);
    } catch (e) {
      say(name, [`cannot be read: ${e.message}`]);
      return;
    }
    const found = await check(name, source, url);
    if (found === undefined) return;
    sources.set(url.href, source);
    checked.push(name);
    say(name, found);
    if (!name.endsWith(".m3u8")) return;
    const { playlists = [], iFramePlaylists = [], mediaGroups = {} } = readHLS(source).manifest;
    const groups = Object.values(mediaGroups).flatMap(Object.values).flatMap(Object.values);
    for (const { uri } of [...playlists, ...iFramePlaylists, ...groups]) if (uri) await read(new URL(uri, url).href);
  };

  await read("manifest.json");
  if (wrong.length > 0) return { checked, wrong }; // the manifest is needed for the rest
  const manifest = JSON.parse(sources.get(new URL("manifest.json", folder).href));
  const named = [...new Set(filesOf(manifest))];
  for (const name of named) {
    if (/\.(json|vtt|m3u8|mpd|html)$/.test(name)) await read(name);
    else if (!(await exists(new URL(name, folder)))) say(name, ["missing, although the manifest names it"]);
  }
  say("absolute addresses", await absent(manifest, folder, [...sources.values()]));
  return { checked, wrong };
}

/** Absolute URLs of this archive in the sources whose files do not exist. */
async function absent(manifest, folder, sources) {
  const page = `meetings/${manifest.id}/`;
  const base = sources.map((s) => /<link rel="canonical" href="([^"]*)index\.html"/.exec(s)?.[1]).find(Boolean)?.slice(0, -page.length);
  if (!base) return [];
  const root = new URL("../../", folder);
  const found = new Set();
  for (const source of sources) {
    const plain = source.replaceAll("&amp;", "&").replaceAll("\\u0026", "&");
    for (const [address] of plain.matchAll(/https?:\/\/[^\s"'<>\\]+/g)) {
      const inside = address.startsWith(base) ? address.slice(base.length).replace(/[?#].*$/, "") : "";
      // The IDs of a IIIF manifest's parts look like URLs but have no file.
      if (inside && !inside.startsWith(`${page}iiif/canvas/`) && !inside.startsWith(`${page}iiif/range/`)) found.add(inside);
    }
  }
  const wrong = [];
  for (const inside of found) if (!(await exists(new URL(inside, root)))) wrong.push(`${base}${inside} does not exist`);
  return wrong;
}
