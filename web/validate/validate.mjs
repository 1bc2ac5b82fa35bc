// Checks published files with third-party validators:
//
//   node validate.mjs https://media.example.org/meetings/spring-2026/
//   node validate.mjs FOLDER/      a meeting in a local folder
//   node validate.mjs FILE…        single files
//
// It prints one line per mistake and a summary. Exit code 1: there are mistakes;
// 2: no file was checked.

import { check } from "./kinds.mjs";
import { checkMeeting } from "./meeting.mjs";
import { locate, text } from "./read.mjs";

const checked = [];
const wrong = [];
for (const argument of process.argv.slice(2)) {
  const url = await locate(argument);
  if (url.pathname.endsWith("/")) {
    const result = await checkMeeting(url);
    checked.push(...result.checked);
    wrong.push(...result.wrong);
    continue;
  }
  const found = await check(url.pathname, await text(url), url);
  if (found === undefined) {
    wrong.push(`${argument}: no validator for this kind of file`);
    continue;
  }
  checked.push(argument);
  wrong.push(...found.map((w) => `${argument}: ${w}`));
}
for (const line of wrong) console.log(line);
console.log(`${checked.length} files checked, ${wrong.length} mistakes`);
process.exitCode = checked.length === 0 ? 2 : wrong.length > 0 ? 1 : 0;
