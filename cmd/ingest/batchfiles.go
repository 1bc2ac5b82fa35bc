package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"proceedings/internal/intake"
	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// fingerprintOf returns a hash that changes if a meeting or one of its files does, by name, size
// and time. The content is not read.
func fingerprintOf(in intake.Input) string {
	text, err := json.Marshal(in.Meeting)
	if err != nil {
		return "" // it equals no stored one
	}
	text = fmt.Appendf(text, "%t\n", in.DefaultVisibility)
	for _, f := range in.Files {
		if info, err := os.Stat(f.Path); err == nil {
			text = fmt.Appendf(text, "%q %d %d\n", f.Path, info.Size(), info.ModTime().UnixNano())
		}
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

// contentOf reads the files of a meeting, and returns what contentHash returns once they are
// stored.
func contentOf(ctx context.Context, in intake.Input) (string, error) {
	list := slices.Clone(in.Meeting.Sources)
	for i, f := range in.Files {
		sum, err := hashFile(ctx, f)
		if err != nil {
			return "", fmt.Errorf("read %s: %w", f.Source.Name, err)
		}
		list[i].SHA256 = sum
	}
	return contentHash(list), nil
}

func hashFile(ctx context.Context, f intake.File) (string, error) {
	file, err := f.Open()
	if err != nil {
		return "", err
	}
	defer file.Close() //nolint:errcheck // only read from
	sum, _, err := intake.Hash(ctx, file, nil)
	return sum, err
}

// contentHash returns a hash of the content of files, whatever their names and order; empty
// without files.
func contentHash(list []meeting.Source) string {
	if len(list) == 0 {
		return ""
	}
	var all []string
	for _, src := range list {
		all = append(all, src.SHA256)
	}
	slices.Sort(all)
	sum := sha256.Sum256([]byte(strings.Join(all, "\n")))
	return hex.EncodeToString(sum[:16])
}

// sizesOf returns the sizes of the files. Meetings with other sizes have other files.
func sizesOf(in intake.Input) string {
	var all []int64
	for _, f := range in.Files {
		all = append(all, f.Source.Size)
	}
	slices.Sort(all)
	return fmt.Sprint(all)
}

func bytesOf(in intake.Input) (sum int64) {
	for _, f := range in.Files {
		sum += f.Source.Size
	}
	return sum
}

// maxNotes limits the notes that are kept of a row.
const maxNotes = 20

// notesOf returns what a reader of the report should know of the files.
func notesOf(in intake.Input) []string {
	notes := slices.Clone(in.Notes)
	for i, note := range notes {
		notes[i] = words.Line(note)
	}
	for _, r := range in.Meeting.Refused {
		notes = append(notes, "refused: "+words.Line(r.String()))
	}
	return notes[:min(len(notes), maxNotes)]
}
