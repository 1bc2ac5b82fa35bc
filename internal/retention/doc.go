// Package retention says which meetings use what was made, and deletes what
// none uses.
//
// Two things make a meeting a user of a step: its record needs the step, or its
// published manifest links to the step's files. Only meetings whose record or state names
// the step's input are looked at. A state remembers every step that was ever asked for,
// so the files of older revisions are deleted, too.
//
// [Remove] needs no lock. It deletes the result first, so that the step is undone for
// whoever looks from then on. Then it looks for users again, as if the result were
// there: whoever saw the result before shows now, and the result is restored with no
// file touched. Then it deletes the files. A run of the step that ends meanwhile checks
// its files after it has stored its result. If it did so before the last file was
// deleted, a third look finds that result, deletes it, and names the meetings to
// reconcile. So no meeting keeps a published link to a deleted file.
//
// Three gaps remain. Between the deletion and that reconcile, for seconds, a manifest
// may name a deleted file. A command that is killed in between leaves this to the next
// ingest publish of the meeting. And a manifest whose record was just replaced may name
// a file that only it used, until the newer version is published.
package retention
