package main

import (
	"slices"
	"strings"
	"unicode"

	"proceedings/internal/archive"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// advice is a command to type, and what it does.
type advice struct{ command, does string }

// retryAdvice is the advice for a meeting that needs attention because of some files.
func retryAdvice(id string, files []meeting.Refusal) []advice {
	list := []advice{{"ingest retry " + id, "tries again"}}
	for _, file := range files {
		list = append(list, advice{"ingest retry " + id + " --without " + shellQuote(file.Name), "publishes without the results of its failed steps"})
	}
	return list
}

// advice is what to do about a meeting; empty if nothing is to be done. add is the command
// that adds a folder.
func (r meetingReport) advice(add string) []advice {
	switch r.State {
	case damaged:
		return []advice{
			{"ingest verify " + r.Meeting, "names what is damaged"},
			{"ingest verify --repair " + r.Meeting, "makes a state again; restore a record from a backup"},
		}
	case archive.Withdrawn:
		return []advice{{"ingest publish " + r.Meeting, "publishes it again"}}
	case manifest.Processing:
		return nil // it may still change by itself
	}
	var list []advice
	if r.State == archive.NeedsAttention {
		list = retryAdvice(r.Meeting, r.Attention)
	}
	if len(r.Refused) > 0 {
		list = append(list, advice{add + " FOLDER", "adds the folder of the meeting again, after the refused files were corrected or removed; it does only the missing work"})
	}
	if slices.ContainsFunc(r.Sources, func(src archive.SourceState) bool { return src.Status == archive.StatusRefused && hasRefused(src) }) {
		list = append(list, advice{"ingest retry " + r.Meeting + " --failed", "tries the refused files again, for example after an update of a tool"})
	}
	return list
}

// shellQuote quotes a name for a shell if necessary. Control characters become escape sequences
// that bash and zsh understand: $'…'.
func shellQuote(name string) string {
	if !strings.ContainsFunc(name, func(r rune) bool {
		return !strings.ContainsRune("-_./", r) && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}) {
		return name
	}
	if words.Line(name) != name {
		return "$'" + words.Line(strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(name)) + "'"
	}
	return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
}
