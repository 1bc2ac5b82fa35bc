package main

import (
	"errors"
	"io/fs"
	"os"

	"proceedings/internal/preservation"
	"proceedings/internal/words"
)

// importReport is the outcome of an import, also for scripts.
type importReport struct {
	Event             string   `json:"event"` // imported, exists, would import, refused
	Bag               string   `json:"bag"`
	Meeting           string   `json:"meeting,omitempty"`
	Title             string   `json:"title,omitempty"`
	Revision          int      `json:"revision,omitempty"`
	Files             int      `json:"files,omitempty"` // originals
	Bytes             int64    `json:"bytes,omitempty"`
	Renditions        int      `json:"renditions,omitempty"`        // in the bag, which are not used
	Sealed            []string `json:"sealed,omitempty"`            // files with an encrypted password
	UnprovenRevisions int      `json:"unprovenRevisions,omitempty"` // the same of former revisions
	Unproven          int      `json:"unprovenEvents,omitempty"`    // which no tag manifest lists, and which are not taken

	Queued      bool     `json:"queued,omitempty"`      // of an existing meeting: it was not processed, and is queued again
	Unprocessed bool     `json:"unprocessed,omitempty"` // of an existing meeting in a dry run: it would be queued again
	Reason      string   `json:"reason,omitempty"`      // of a refusal
	Problems    []string `json:"problems,omitempty"`    // of an invalid bag
}

func (r importReport) print(c *console, asJSON bool) error {
	if asJSON {
		return printJSON(c.out, r)
	}
	content := words.Count(r.Files, "original") + ", " + words.Size(r.Bytes)
	switch r.Event {
	case "refused":
		printf(c.out, "%s: refused: %s\n", r.Bag, r.Reason)
		for i, p := range r.Problems {
			if i == maxShown {
				printf(c.out, "  … and %d more; --json lists all\n", len(r.Problems)-maxShown)
				break
			}
			printf(c.out, "  %s\n", p)
		}
		return nil
	case "exists":
		switch {
		case r.Queued:
			printf(c.out, "%s: nothing to do but to process it: the archive has this meeting with the same record and files (%s); it is queued again.\n", r.Meeting, content)
			return nil
		case r.Unprocessed:
			printf(c.out, "%s: the archive has this meeting with the same record and files (%s); it is not processed yet, and would be queued again.\n", r.Meeting, content)
			return nil
		}
		printf(c.out, "%s: nothing to do: the archive has this meeting with the same record and files (%s).\n", r.Meeting, content)
		return nil
	case "would import":
		printf(c.out, "%s (%q, revision %d): the bag %s is valid and would be imported (%s).\n", r.Meeting, r.Title, r.Revision, r.Bag, content)
	default:
		printf(c.out, "%s (%q, revision %d): imported (%s); it is queued to be published.\n", r.Meeting, r.Title, r.Revision, content)
	}
	if r.Renditions > 0 {
		printf(c.out, "  The bag has %s, which are not used: the workers make them again from the originals.\n", words.Count(r.Renditions, "rendition"))
	}
	if r.UnprovenRevisions > 0 {
		printf(c.out, "  The former revisions in the bag (%d) are not taken: no tag manifest lists them, so nothing proves them.\n", r.UnprovenRevisions)
	}
	if r.Unproven > 0 {
		printf(c.out, "  The events of the bag (%d) are not taken: no tag manifest lists them, so nothing proves them.\n", r.Unproven)
	}
	if len(r.Sealed) > 0 {
		printf(c.out, "  The password of %s is encrypted. It opens only with the secret key of the archive that the bag came from (PROCEEDINGS_SECRET_KEY).\n", words.List(r.Sealed, maxPasswords))
	}
	return nil
}

// refuse reports a bag that is not imported.
func (i *importCmd) refuse(c *console, dir string, err error) error {
	r := importReport{Event: "refused", Bag: dir, Reason: err.Error()}
	if none, is := errors.AsType[*preservation.NoBagError](err); is && none.Path == dir {
		r.Reason = "it " + none.Why
	}
	if invalid := (*preservation.InvalidError)(nil); errors.As(err, &invalid) {
		r.Reason = words.Count(len(invalid.Problems), "problem") + "; nothing was imported"
		for _, p := range invalid.Problems {
			r.Problems = append(r.Problems, p.String())
		}
	}
	return r.print(c, i.JSON)
}

// bytesIn is the size of all files below a folder, for a progress bar.
func bytesIn(dir string) (sum int64) {
	_ = fs.WalkDir(os.DirFS(dir), ".", func(_ string, entry fs.DirEntry, err error) error { // the validation reports errors
		if err != nil {
			return nil //nolint:nilerr // as above
		}
		if info, infoErr := entry.Info(); infoErr == nil && info.Mode().IsRegular() {
			sum += info.Size()
		}
		return nil
	})
	return sum
}
