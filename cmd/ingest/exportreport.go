package main

import (
	"proceedings/internal/preservation"
	"proceedings/internal/words"
)

// exportReport is the outcome of an export, also for scripts.
type exportReport struct {
	Event     string   `json:"event"` // exported, exists, would export, failed
	Meeting   string   `json:"meeting"`
	Path      string   `json:"path,omitempty"`
	Files     int      `json:"files,omitempty"`
	Bytes     int64    `json:"bytes,omitempty"`
	Linked    int      `json:"linked,omitempty"`    // of the files, to be fetched
	Manifest  string   `json:"manifest,omitempty"`  // SHA-256 of manifest-sha256.txt
	NewEvents int      `json:"newEvents,omitempty"` // that an existing bag lacks
	Sealed    []string `json:"sealed,omitempty"`    // files whose password stays encrypted
	Cleared   []string `json:"cleared,omitempty"`   // files whose password was left out
	Note      string   `json:"note,omitempty"`
	Reason    string   `json:"reason,omitempty"` // of a failure

	items []preservation.Item // of a dry run
}

// maxPasswords limits the files with passwords that are named.
const maxPasswords = 5

func (e exportReport) write(c *console) {
	content := words.Count(e.Files, "file") + ", " + words.Size(e.Bytes)
	switch e.Event {
	case "failed":
		printf(c.out, "%s: not exported: %s\n", e.Meeting, e.Reason)
		return
	case "exists":
		printf(c.out, "%s: nothing to do: %s has the same files (%s), whole and unchanged.\n", e.Meeting, e.Path, content)
		if e.NewEvents > 0 {
			printf(c.out, "  %s since then: to have them too, export into another folder.\n", words.Count(e.NewEvents, "event"))
		}
		return
	case "would export":
		printf(c.out, "%s: would be exported to %s (%s).\n", e.Meeting, e.Path, content)
		for _, item := range e.items {
			printf(c.out, "  %s  %s\n", item.Path, words.Size(item.Size))
		}
	default:
		printf(c.out, "%s: exported to %s (%s).\n", e.Meeting, e.Path, content)
	}
	if e.Linked > 0 {
		printf(c.out, "  To be fetched from the addresses in fetch.txt, before the bag is complete: %s.\n", words.Count(e.Linked, "file"))
	}
	if e.Note != "" {
		printf(c.out, "  %s\n", e.Note)
	}
	if len(e.Sealed) > 0 {
		printf(c.out, "  The password of %s stays encrypted in the record; only the secret key of this archive opens it. Keep the key.\n", words.List(e.Sealed, maxPasswords))
	}
	if len(e.Cleared) > 0 {
		printf(c.out, "  The password of %s is left out, since an early version stored it in clear.\n", words.List(e.Cleared, maxPasswords))
	}
}
