package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"

	"proceedings/internal/archive"
	"proceedings/internal/fault"
	"proceedings/internal/intake"
	"proceedings/internal/meeting"
	"proceedings/internal/slides"
	"proceedings/internal/slides/encryption"
	"proceedings/internal/words"
)

// withheldNotes returns a note for each deck with content that is not published.
func withheldNotes(sources []archive.SourceState) []string {
	var notes []string
	for _, s := range sources {
		if note := withheldNote(s.Name, s.Withheld); note != "" {
			notes = append(notes, note)
		}
	}
	return notes
}

// offersNotes is the warning about a slide deck that is offered as a document, a
// predicate.
const offersNotes = "is a slide deck that is offered as a document: readers download the original file with any speaker notes, hidden slides, " +
	"comments and metadata. To publish only what the audience saw, remove it from documents or give it role: deck. " +
	"If all of it may be public, add originals to publish in meeting.yaml"

// noteWarnings returns a warning for each slide deck that is offered as a document.
func noteWarnings(sources []archive.SourceState) []string {
	var warnings []string
	for _, s := range sources {
		if s.OffersNotes {
			warnings = append(warnings, s.Name+" "+offersNotes)
		}
	}
	return warnings
}

// withheldNote lists what is not published of a deck, and how to publish it. Without
// anything but metadata it says nothing.
func withheldNote(name string, w meeting.Withheld) string {
	var parts, values []string
	add := func(n int, part string, content meeting.Disclosure) {
		if n > 0 {
			parts, values = append(parts, part), append(values, string(content))
		}
	}
	add(w.Notes, "speaker notes of "+count(w.Notes, "slide"), meeting.DiscloseNotes)
	add(len(w.HiddenSlides), words.Numbered("hidden slide", w.HiddenSlides, 8), meeting.DiscloseHidden)
	add(w.Comments, count(w.Comments, "comment"), meeting.DiscloseComments)
	if len(parts) == 0 {
		return "" // nearly every deck names its author
	}
	if w.Metadata {
		parts, values = append(parts, "metadata"), append(values, string(meeting.DiscloseMetadata))
	}
	if w.Original {
		return fmt.Sprintf("%s: the pages do not show %s, but the original that readers download contains them. To withhold them, remove originals from publish in meeting.yaml", name, strings.Join(parts, ", "))
	}
	return fmt.Sprintf("%s: %s. To publish them, add %s to publish in meeting.yaml, or in the presentation if it has its own list",
		name, strings.Join(parts, ", "), words.List(values, len(values)))
}

func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}

// readDeck adds to a plan what is withheld of a deck, and warnings about damage. It reads
// no deck that needs LibreOffice, which takes too long for a plan.
func readDeck(ctx context.Context, decks *slides.Converter, m meeting.Meeting, f intake.File, one *filePlan) error {
	if one.format == "encrypted" {
		one.Uncounted = !m.Publishes(f.Source, meeting.DiscloseNotes)
		return checkPassword(f, one)
	}
	if !slides.ReadsText(one.format) {
		one.Uncounted = slides.CarriesNotes(one.format) && !m.Publishes(f.Source, meeting.DiscloseNotes)
		return nil
	}
	dir, err := os.MkdirTemp("", "proceedings-plan-")
	if err != nil {
		return fmt.Errorf("make a working folder: %w", err)
	}
	defer os.RemoveAll(dir) //nolint:errcheck // temporary
	text, err := decks.Text(ctx, f.Path, dir, slides.Options{Password: f.Source.Password})
	if err != nil {
		return fmt.Errorf("read the deck: %w", err)
	}
	shown, withheld := m.Withhold(f.Source, text.DeckText)
	one.Withheld = withheld
	one.Warnings = append(one.Warnings, text.Warnings...)
	one.Warnings = append(one.Warnings, slides.TextWarnings(shown.Slides)...)
	if len(shown.Slides) == 0 {
		one.Warnings = append(one.Warnings, "has only hidden slides, which are not published")
	}
	return nil
}

// checkPassword refuses an encrypted deck that its password does not open, as publishing
// it would. Where only LibreOffice can tell, it warns.
func checkPassword(f intake.File, one *filePlan) error {
	file, err := f.Open()
	if err != nil {
		return fmt.Errorf("open the deck: %w", err)
	}
	defer file.Close() //nolint:errcheck // only read
	switch opens, known, err := encryption.Opens(file, f.Source.Size, f.Source.Password); {
	case err != nil:
		return err
	case !known:
		one.Warnings = append(one.Warnings, "is encrypted: whether the password opens it shows when it is published")
	case !opens:
		return fault.Refuse("is encrypted, and the given password is wrong")
	}
	return nil
}

// uncounted is the note on a deck that a plan does not read.
func uncounted(name string) string {
	return name + ": speaker notes, hidden slides and comments, if it has any. They are counted when the deck is published"
}
