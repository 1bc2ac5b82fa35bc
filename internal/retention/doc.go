// Package retention deletes the output of steps that no meeting references, or moves it
// out of the public space.
//
// A meeting references a step if its record needs the step, or if its published
// manifest links to the step's files. Only meetings whose record or state names the
// step's input are checked. A state lists every step that was ever requested, so the
// files of older revisions are deleted, too. [StateOf] lists the storage instead if the state
// is damaged or lost.
//
// A damaged meeting references what the readable part of its state lists. Garbage collection,
// which is never urgent, also keeps everything else that the meeting may use.
//
// [Remove] and [Withdraw] need no lock; the comment of Remove describes the protocol. No
// meeting keeps a published link to a deleted or withdrawn file.
//
// Three gaps remain:
//   - A manifest may name a deleted file for some seconds, until the meeting is reconciled.
//   - If the command is killed in between, the link stays broken until the next ingest
//     publish of the meeting.
//   - A manifest whose record was just replaced may name a deleted file until the new
//     revision is published.
package retention
