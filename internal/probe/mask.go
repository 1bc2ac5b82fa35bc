package probe

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"

	"proceedings/internal/ffmpeg"
	"proceedings/internal/proc"
)

// masked is a copy of an MP4 or MOV file for ffprobe, in which the tracks whose
// decoders cannot be opened have the tag of no codec. ffprobe opens the
// decoders of all streams and gives up at the first that refuses, as that of
// AAC does for xHE-AAC. The copy has the original's bytes at their places but for
// most of the media, which neither headers nor the list of packets need.
type masked struct {
	path string         // empty where masking helps nothing
	tags map[int]string // the codecs' real tags, by stream
}

// maxMasked bounds how many tracks of a file are masked.
const maxMasked = 64

// mask makes such a copy of a file that ffprobe cannot read. remove deletes it.
func (p *Prober) mask(ctx context.Context, path string) (m masked, remove func(), err error) {
	remove = func() {}
	index, err := p.unopened(ctx, path)
	if err != nil || index < 0 {
		return m, remove, err
	}
	file, err := os.CreateTemp("", "probe-*")
	if err != nil {
		return m, remove, fmt.Errorf("mask a track: %w", err)
	}
	remove = func() { _ = os.Remove(file.Name()) } // a file that stays is one of the temporary folder
	defer func() { err = errors.Join(err, file.Close()) }()
	moov, err := copyWithoutMedia(file, path)
	if err != nil || moov.size == 0 {
		return m, remove, err
	}
	m.tags = map[int]string{}
	for index >= 0 && len(m.tags) < maxMasked {
		tag, err := moov.hide(file, index)
		if _, again := m.tags[index]; err != nil || tag == "" || again {
			return masked{}, remove, err
		}
		m.tags[index] = tag
		if index, err = p.unopened(ctx, file.Name()); err != nil {
			return masked{}, remove, err
		}
	}
	m.path = file.Name()
	return m, remove, nil
}

// name gives the masked streams of h their codecs' real tags.
func (m masked) name(h *header) {
	h.masked = true
	for i, s := range h.Streams {
		if tag := m.tags[s.Index]; tag != "" {
			h.Streams[i].CodecTag = tag
		}
	}
}

// unopened is the stream whose decoder ffprobe cannot open; -1 for none.
func (p *Prober) unopened(ctx context.Context, path string) (index int, err error) {
	args := append([]string{"-v", "warning", "-show_entries", "stream=index"}, ffmpeg.Input(path)...)
	stderr, err := p.Runner.Run(ctx, proc.Command{Path: "ffprobe", Args: args, Stdout: io.Discard, Read: []string{path}, CPU: cpuLimit})
	exit := (*proc.ExitError)(nil)
	switch {
	case err == nil:
		return -1, nil
	case !errors.As(err, &exit) || exit.Signal != "":
		return -1, fmt.Errorf("probe: %w", err)
	}
	found := regexp.MustCompile(`Could not open codec for input stream (\d+)`).FindStringSubmatch(stderr + exit.Stderr)
	if found == nil {
		return -1, nil
	}
	if index, err = strconv.Atoi(found[1]); err != nil {
		return -1, fmt.Errorf("probe: the number of a stream: %w", err)
	}
	return index, nil
}

// box is the place of a box's content in an MP4 file.
type box struct{ start, size int64 }

// keptMedia is how much of each box of media is copied, in bytes: the first
// seconds, by which ffprobe completes what the headers say.
const keptMedia = 16 << 20

// copyWithoutMedia copies the MP4 file at path without most of its media, and finds
// its moov, whose size is 0 where there is none.
func copyWithoutMedia(to *os.File, path string) (moov box, err error) {
	from, err := os.Open(path)
	if err != nil {
		return moov, fmt.Errorf("mask a track: %w", err)
	}
	defer func() { _ = from.Close() }() // only read
	info, err := from.Stat()
	if err == nil {
		err = to.Truncate(info.Size())
	}
	if err != nil {
		return moov, fmt.Errorf("mask a track: %w", err)
	}
	whole := box{0, info.Size()}
	err = whole.each(from, func(kind string, content box) error {
		n := content.size
		switch kind {
		case "mdat":
			n = min(n, keptMedia)
		case "moov":
			moov = content
		}
		head := content.start - 16 // more than a box's head, and harmless
		_, copyErr := io.Copy(io.NewOffsetWriter(to, max(0, head)), io.NewSectionReader(from, max(0, head), n+content.start-max(0, head)))
		return copyErr //nolint:wrapcheck // the caller says of what
	})
	if err != nil {
		return moov, fmt.Errorf("mask a track: %w", err)
	}
	return moov, nil
}

// each calls do with the boxes in b, up to the first that does not fit (ISO/IEC
// 14496-12, section 4.2).
func (b box) each(r io.ReaderAt, do func(kind string, content box) error) error {
	for at, end := b.start, b.start+b.size; at+8 <= end; {
		var head [16]byte
		if _, err := r.ReadAt(head[:8], at); err != nil {
			return fmt.Errorf("read a box: %w", err)
		}
		size, skip := int64(binary.BigEndian.Uint32(head[:4])), int64(8)
		switch size {
		case 0:
			size = end - at
		case 1:
			if _, err := r.ReadAt(head[8:], at+8); err != nil {
				return fmt.Errorf("read a box: %w", err)
			}
			size, skip = int64(binary.BigEndian.Uint64(head[8:])), 16
		}
		if size < skip || size > end-at {
			return nil
		}
		if err := do(string(head[4:8]), box{at + skip, size - skip}); err != nil {
			return err
		}
		at += size
	}
	return nil
}

// child is the n-th box of a kind in b; its size is 0 where there is none.
func (b box) child(r io.ReaderAt, kind string, n int) (found box, err error) {
	err = b.each(r, func(k string, content box) error {
		if k == kind {
			if n == 0 {
				found = content
			}
			n--
		}
		return nil
	})
	return found, err
}

// hide gives the samples of the track at that place a tag that no codec has. It
// returns the tag that they had, empty where there is no such track.
func (b box) hide(file *os.File, index int) (tag string, err error) {
	at, err := b.child(file, "trak", index)
	for _, kind := range []string{"mdia", "minf", "stbl", "stsd"} {
		if err == nil {
			at, err = at.child(file, kind, 0)
		}
	}
	if err != nil || at.size < 16 || at.size > 1<<20 {
		return "", err
	}
	data := make([]byte, at.size)
	if _, err = file.ReadAt(data, at.start); err != nil {
		return "", fmt.Errorf("mask a track: %w", err)
	}
	tag = string(data[12:16]) // behind version, count and size
	hidden := data
	for _, kind := range []string{tag, "esds", "wave"} { // either box would name the codec again
		hidden = bytes.ReplaceAll(hidden, []byte(kind), []byte("hide"))
	}
	if _, err = file.WriteAt(hidden, at.start); err != nil {
		return "", fmt.Errorf("mask a track: %w", err)
	}
	return tag, nil
}
