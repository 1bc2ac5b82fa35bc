// Where published files come from: a folder, or any server.

import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** What an argument names, as a URL: an address, or a file or folder here. */
export async function locate(argument) {
  if (/^https?:/.test(argument)) return new URL(argument);
  const url = pathToFileURL(path.resolve(argument));
  if ((await stat(url)).isDirectory()) url.pathname += "/";
  return url;
}

/** The text at a URL. */
export async function text(url) {
  if (url.protocol === "file:") return readFile(url, "utf8");
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.text();
}

/** Whether there is something at a URL, without reading it. */
export async function exists(url) {
  if (url.protocol === "file:") {
    return stat(url).then((s) => s.isFile(), () => false);
  }
  const response = await fetch(url, { method: "HEAD" });
  return response.ok;
}
