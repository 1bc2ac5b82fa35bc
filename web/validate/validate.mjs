// Says what is wrong with published files, by validators that others wrote:
//
//   node validate.mjs https://media.example.org/meetings/spring-2026/
//   node validate.mjs FOLDER/      the same where it lies in a folder
//   node validate.mjs FILE…        files by themselves
//
// It prints a line for each mistake, then what it looked at, and ends with 1
// where there was a mistake, with 2 where it looked at nothing.

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
    wrong.push(`${argument}: no check is for such a file`);
    continue;
  }
  checked.push(argument);
  wrong.push(...found.map((w) => `${argument}: ${w}`));
}
for (const line of wrong) console.log(line);
console.log(`${checked.length} files checked, ${wrong.length} mistakes`);
process.exitCode = checked.length === 0 ? 2 : wrong.length > 0 ? 1 : 0;
