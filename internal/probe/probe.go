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

// runner starts tools; a [proc.Runner].
type runner interface {
	Run(ctx context.Context, c proc.Command) (stderr string, err error)
}

// Prober identifies files.
type Prober struct {
	Runner runner
	Second fallback // reads PDF files that poppler cannot, a [pdfium.Reader]; nil for none
}

// cpuLimit bounds a tool that only reads headers or packets.
const cpuLimit = 10 * time.Minute

// File identifies the file at path. asked is its role in the meeting, if it has one.
// For a file that cannot be used, the error is a refusal ([fault.Refuse]).
func (p *Prober) File(ctx context.Context, path string, asked meeting.Role) (meeting.Probe, error) {
	return p.Locked(ctx, path, asked, "")
}

// Locked is File for a file that may be encrypted, with its password. It does not
// open encrypted Office files: they get the role that is asked for.
func (p *Prober) Locked(ctx context.Context, path string, asked meeting.Role, password string) (meeting.Probe, error) {
	// A relative path does not resolve in the sandbox, and a file that a tool cannot
	// find looks like one that it cannot read.
	path, err := filepath.Abs(path)
	if err != nil {
		return meeting.Probe{}, fmt.Errorf("probe: %w", err)
	}
	format, err := identify(path)
	if err != nil {
		return meeting.Probe{}, err
	}
	found := meeting.Probe{Format: format.Name, Type: format.Type, Role: format.Role}
	if format.EncryptedDeck() && asked == meeting.Deck && password != "" {
		return found, fault.Refuse("%s", sniff.LockedPPT)
	}
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
	h.markUnusable()
	packets, err := p.packets(ctx, path, h)
	if err != nil {
		return meeting.Media{}, err
	}
	for _, check := range []func() (bool, error){
		func() (bool, error) { return p.findUndecodable(ctx, path, h, packets) },
		func() (bool, error) { return p.decodeKeyFrames(ctx, original, h, packets) },
	} {
		var some bool
		if some, err = check(); err == nil && some && packets.clock.jumped {
			// A stream that is no longer read moves no times.
			before := packets.tracks
			if packets, err = p.packets(ctx, path, h); err == nil {
				packets.keepDecoded(before)
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
	return m, markCaptions(ctx, &m, original)
}

// headers reads the headers of the file and its streams.
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
func unreadable(stderr string) error {
	switch {
	case strings.Contains(stderr, "Permission denied"): // says nothing about the content
		return fmt.Errorf("probe: %s", stderr)
	case strings.Contains(stderr, "moov atom not found"):
		return fmt.Errorf("%w: %s", fault.Refuse("is damaged: its index (moov) is missing, probably because the recording or the copy was interrupted"), stderr)
	default:
		return fmt.Errorf("%w: %s", fault.Refuse("is damaged: no recording can be read from it"), stderr)
	}
}

type writer interface{ Write(p []byte) (int, error) }

func (p *Prober) ffprobe(ctx context.Context, path string, args []string, out writer) error {
	stderr, err := p.Runner.Run(ctx, proc.Command{
		Path: "ffprobe", Args: args, Stdout: out, Read: []string{path}, CPU: cpuLimit,
	})
	if exit := (*proc.ExitError)(nil); errors.As(err, &exit) && exit.Signal == "" {
		return unreadable(stderr)
	}
	if err != nil {
		return fmt.Errorf("probe: %w", err)
	}
	return nil
}
