package probe

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/proc"
	"proceedings/internal/sniff"
	"proceedings/internal/words"
)

// runner is what a probe needs of the outside world.
type runner interface {
	Run(ctx context.Context, c proc.Command) (stderr string, err error)
}

// Prober finds out what files are.
type Prober struct {
	Runner runner
	Second second // is asked of a PDF file that poppler gives up, a [pdfium.Reader]; nil for nobody
}

// cpuLimit bounds a tool that only reads headers or packets.
const cpuLimit = 10 * time.Minute

// File says what the file at path is. asked is the role that the meeting gives
// it, if any. A file that cannot be used is refused in words.
func (p *Prober) File(ctx context.Context, path string, asked meeting.Role) (meeting.Probe, error) {
	return p.Locked(ctx, path, asked, "")
}

// Locked is File for one that may be encrypted, with the password that opens
// it. What is in an encrypted Office file nobody knows before it is opened: it
// is taken for what is asked.
func (p *Prober) Locked(ctx context.Context, path string, asked meeting.Role, password string) (meeting.Probe, error) {
	// In the sandbox a relative path leads nowhere, and a file that a tool cannot
	// find would be taken for one that it cannot read.
	path, err := filepath.Abs(path)
	if err != nil {
		return meeting.Probe{}, fmt.Errorf("probe: %w", err)
	}
	format, err := identify(path)
	if err != nil {
		return meeting.Probe{}, err
	}
	found := meeting.Probe{Format: format.Name, Type: format.Type, Role: format.Role}
	if format.Encrypted() && asked == meeting.Deck && password != "" {
		found.Role = asked
		return found, nil
	}
	if reason := format.Refusal(); reason != "" && (asked != meeting.Document || !format.Paper) {
		return found, fault.Refuse("%s", reason)
	}
	switch {
	case asked == meeting.Document:
		found.Role = meeting.Document
		return found, nil
	case asked == meeting.Deck && format.Slides:
		found.Role = meeting.Deck
		return found, nil
	case format.Name == "pdf":
		return p.pdf(ctx, path, password, found, asked)
	case format.Role == meeting.Recording:
		m, err := p.media(ctx, path)
		if err != nil {
			return found, err
		}
		found.Media = &m
	}
	if asked != "" && asked != found.Role {
		return found, fault.Refuse("is named as a %s, but its content is a %s (%s)", asked, found.Role, format.Name)
	}
	return found, nil
}

func identify(path string) (format sniff.Format, err error) {
	f, err := os.Open(path)
	if err != nil {
		return format, fmt.Errorf("identify: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	info, err := f.Stat()
	if err != nil {
		return format, fmt.Errorf("identify: %w", err)
	}
	format, err = sniff.File(f, info.Size())
	if err != nil {
		return format, fmt.Errorf("identify %s: %w", path, err)
	}
	return format, nil
}

// media reads a recording's headers and all of its packets.
func (p *Prober) media(ctx context.Context, path string) (meeting.Media, error) {
	original := path
	h, err := p.headers(ctx, streamArgs, path)
	if fault.IsPermanent(err) {
		masked, remove, maskErr := p.mask(ctx, path)
		defer remove()
		if maskErr != nil {
			return meeting.Media{}, maskErr
		}
		if masked.path != "" {
			path = masked.path
			if h, err = p.headers(ctx, streamArgs, path); err == nil {
				masked.name(&h)
			}
		}
	}
	if err != nil {
		return meeting.Media{}, err
	}
	h.judge()
	packets, err := p.packets(ctx, path, h)
	if err != nil {
		return meeting.Media{}, err
	}
	for _, try := range []func() (bool, error){
		func() (bool, error) { return p.tryDecoding(ctx, path, h, packets) },
		func() (bool, error) { return p.look(ctx, original, h, packets) },
	} {
		var some bool
		if some, err = try(); err == nil && some && packets.clock.jumped {
			// A stream that is not read any more moves no times.
			before := packets.tracks
			if packets, err = p.packets(ctx, path, h); err == nil {
				packets.keepSights(before)
			}
		}
		if err != nil {
			return meeting.Media{}, err
		}
	}
	if packets.clock.jumped {
		var raw header
		if raw, err = p.headers(ctx, startArgs, path); err != nil {
			return meeting.Media{}, err
		}
		h.Format.Start = raw.Format.Start
	}
	m, err := media(h, packets.tracks)
	if m.Jumps = packets.clock.jumped; m.Jumps {
		m.Together = packets.together()
	}
	if err != nil {
		return m, err
	}
	m.LeftOut = append(m.LeftOut, h.leftOut()...)
	if packets.clock.skipped > 0 {
		m.LeftOut = append(m.LeftOut, "has gaps of "+words.Clock(packets.clock.skipped)+" in all in its timestamps, which are removed")
	}
	return m, captioned(ctx, &m, original)
}

// headers reads what the file says of itself and its streams.
func (p *Prober) headers(ctx context.Context, ask func(path string) []string, path string) (h header, err error) {
	var out bytes.Buffer
	if err = p.ffprobe(ctx, path, ask(path), &out); err != nil {
		return h, err
	}
	if err = json.Unmarshal(out.Bytes(), &h); err != nil {
		return h, fmt.Errorf("read ffprobe's answer: %w", err)
	}
	return h, nil
}

// packets reads all packets of the streams in h. Where timestamps jump it reads
// them again, as they are written.
func (p *Prober) packets(ctx context.Context, path string, h header) (*packetReader, error) {
	packets := newPacketReader(h)
	if len(h.Streams) == 0 {
		return packets, nil
	}
	if err := p.ffprobe(ctx, path, packetArgs(path, false), packets); err != nil || !packets.clock.jumped {
		return packets, err
	}
	packets = newPacketReader(h)
	packets.clock.jumped, packets.clock.closing = true, true
	return packets, p.ffprobe(ctx, path, packetArgs(path, true), packets)
}

// unreadable returns the error for a file whose content looked like a recording,
// and which ffprobe could not read.
func unreadable(said string) error {
	switch {
	case strings.Contains(said, "Permission denied"): // says nothing about the content
		return fmt.Errorf("probe: %s", said)
	case strings.Contains(said, "moov atom not found"):
		return fmt.Errorf("%w: %s", fault.Refuse("is damaged: its index (moov) is missing, probably because the recording or the copy was interrupted"), said)
	default:
		return fmt.Errorf("%w: %s", fault.Refuse("is damaged: no recording can be read from it"), said)
	}
}

type writer interface{ Write(p []byte) (int, error) }

func (p *Prober) ffprobe(ctx context.Context, path string, args []string, out writer) error {
	said, err := p.Runner.Run(ctx, proc.Command{
		Path: "ffprobe", Args: args, Stdout: out, Read: []string{path}, CPU: cpuLimit,
	})
	if exit := (*proc.ExitError)(nil); errors.As(err, &exit) && exit.Signal == "" {
		return unreadable(said)
	}
	if err != nil {
		return fmt.Errorf("probe: %w", err)
	}
	return nil
}
