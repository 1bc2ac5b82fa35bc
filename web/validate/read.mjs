// Reads published files from a folder or a server.

import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** Converts an argument (a URL, a file or a folder) to a URL. */
export async function locate(argument) {
  if (/^https?:/.test(argument)) return new URL(argument);
  const url = pathToFileURL(path.resolve(argument));
  if ((await stat(url)).isDirectory()) url.pathname += "/";
  return url;
}

/** Fetches the text at a URL. */
export async function text(url) {
  if (url.protocol === "file:") return readFile(url, "utf8");
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.text();
}

/** Reports whether a URL exists, without fetching its content. */
export async function exists(url) {
  if (url.protocol === "file:") {
    return stat(url).then((s) => s.isFile(), () => false);
  }
  const response = await fetch(url, { method: "HEAD" });
  return response.ok;
}
