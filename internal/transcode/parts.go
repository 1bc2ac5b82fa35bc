package transcode

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
)

// Made is the result of one step of a recording: one of Chunk, Copied, Sound and
// Fingerprint, and the place of its files.
type Made struct {
	Step    string
	Run     string
	Objects map[string]meeting.Object // by name
	Chunk   *Chunk
	Copied  *Copied
	Sound   *Sound

	Fingerprint *Fingerprint
}

// piece is one of the step's files.
func (m Made) piece(name string) meeting.Piece {
	return meeting.Piece{Object: m.Objects[name], Step: m.Step, Run: m.Run}
}

// placed is a part and its file.
type placed struct {
	meeting.Part

	file    meeting.Piece
	skipped int64 // bytes of segments that are left out after the header
	partial bool  // Segments are only some of the file's
}

// track is a rendition's parts in the order of time.
type track struct {
	id    string
	parts []placed
}

// ticks is how long a track is.
func (t track) ticks() (sum uint64) {
	for _, p := range t.parts {
		sum += p.Ticks()
	}
	return sum
}

// videoOf is the picture's tracks, the copied one first, then as the chunks have
// them.
func videoOf(made []Made) []track {
	var list []track
	add := func(m Made, part meeting.Part) {
		at := -1
		for i := range list {
			if list[i].id == part.Rendition {
				at = i
			}
		}
		if at < 0 {
			at = len(list)
			list = append(list, track{id: part.Rendition})
		}
		list[at].parts = append(list[at].parts, placed{Part: part, file: m.piece(part.Name)})
	}
	for _, m := range made {
		if m.Copied != nil && m.Copied.Part != nil {
			add(m, *m.Copied.Part)
		}
	}
	for _, m := range made {
		if m.Chunk == nil {
			continue
		}
		for _, part := range m.Chunk.Parts {
			add(m, part)
		}
	}
	return list
}

// soundOf is the recording's sound; the zero value where there is none.
func soundOf(made []Made) (Sound, Made) {
	for _, m := range made {
		if m.Sound != nil {
			return *m.Sound, m
		}
	}
	return Sound{}, Made{}
}

// cuts is where a track's segments begin, and where the last ends.
func (t track) cuts() []uint64 {
	var list []uint64
	var at uint64
	for _, p := range t.parts {
		at = p.Start
		for _, s := range p.Segments {
			list = append(list, at)
			at += s.Ticks
		}
	}
	return append(list, at)
}

// CutAlike reports whether all renditions of a picture have their segments at
// the same instants, so that a player can switch between them at any.
func CutAlike(made []Made) bool { return checkCuts(videoOf(made)) == nil }

// checkCuts returns an error where the parts of tracks do not fit: each must begin
// where the one before it ends, and all tracks must have the same cuts.
func checkCuts(tracks []track) error {
	for i, t := range tracks {
		for k := 1; k < len(t.parts); k++ {
			if end := t.parts[k-1].Start + t.parts[k-1].Ticks(); end != t.parts[k].Start {
				return fmt.Errorf("%s: part %d begins at %d, and the one before it ends at %d", t.id, k, t.parts[k].Start, end)
			}
		}
		if i == 0 {
			continue
		}
		a, b := tracks[0].cuts(), t.cuts()
		if len(a) != len(b) {
			return fmt.Errorf("%s has %d segments, and %s %d", t.id, len(b)-1, tracks[0].id, len(a)-1)
		}
		for k := range a {
			if a[k] != b[k] {
				return fmt.Errorf("%s has a cut at %d, and %s at %d", t.id, b[k], tracks[0].id, a[k])
			}
		}
	}
	return nil
}

// join writes the parts of a track to one file: the header of the first, and
// then the fragments of all. That is a fragmented MP4 of all of it.
func join(ctx context.Context, path string, parts []placed, open Opener, progress func(int64)) (err error) {
	out, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("join: %w", err)
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	for i, p := range parts {
		off := p.Init
		if i == 0 {
			off = 0
		} else if p.InitSum != parts[0].InitSum {
			return fmt.Errorf("join: %w: part %d of %s", fault.Refuse("has parts that cannot share one file or one DASH manifest"), i, p.Rendition)
		}
		n := int64(-1)
		if p.partial {
			if i == 0 {
				if err = fetch(ctx, out, p.file, 0, p.Init, open); err != nil {
					return err
				}
			}
			off, n = p.Init+p.skipped, p.bytes()
		}
		if err = fetch(ctx, out, p.file, off, n, open); err != nil {
			return err
		}
		progress(p.file.Size)
	}
	return nil
}

// fetch copies n bytes of a file from off on, or all for n of -1; fewer are an error.
func fetch(ctx context.Context, to io.Writer, piece meeting.Piece, off, n int64, open Opener) error {
	want := n
	if n < 0 {
		want = piece.Size - off
	}
	from, err := open(ctx, piece, off, n)
	if err != nil {
		return fmt.Errorf("fetch %s: %w", piece.Name, err)
	}
	got, err := io.Copy(to, from)
	if err = errors.Join(err, from.Close()); err != nil {
		return fmt.Errorf("fetch %s: %w", piece.Name, err)
	}
	if got != want {
		return fmt.Errorf("fetch %s: got %d bytes, not %d", piece.Name, got, want)
	}
	return nil
}
