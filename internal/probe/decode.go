package probe

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"proceedings/internal/ffmpeg"
	"proceedings/internal/proc"
)

// tryLength is how much of a stream is decoded to learn whether it can be, in
// seconds.
const tryLength = 3

// decodeStartArgs decode the beginning of all sound. They leave out subtitles, since
// ffprobe 5.1 hangs on some.
func decodeStartArgs(path string) []string {
	return append([]string{
		"-v", "error", "-select_streams", "a", "-show_entries", "frame=stream_index",
		"-read_intervals", fmt.Sprintf("%%+%d", tryLength), "-of", "compact=nk=0",
	}, ffmpeg.Input(path)...)
}

// decodeApartArgs decode one stream at several places: the damage may be at its
// beginning only. Where times jump, ffprobe cannot seek.
func decodeApartArgs(path string, index int, t track, jumps bool) []string {
	intervals := fmt.Sprintf("%%+%d", 20*tryLength)
	if length := t.end() - t.start; !jumps && t.hasTime && length > 0 {
		var places []string
		for _, share := range []float64{0, 0.3, 0.6, 0.9} {
			places = append(places, fmt.Sprintf("%.3f%%+%d", max(0, t.start+share*length), tryLength))
		}
		intervals = strings.Join(places, ",")
	}
	return append([]string{
		"-v", "error", "-select_streams", fmt.Sprint(index), "-show_entries", "frame=stream_index",
		"-read_intervals", intervals, "-of", "compact=nk=0",
	}, ffmpeg.Input(path)...)
}

// findUndecodable marks the streams of h that are encrypted, and the sound that
// cannot be decoded. It reports whether there are some. It decodes all in one run,
// and those without frames again alone: a decoder that fails may end the run for
// all.
func (p *Prober) findUndecodable(ctx context.Context, path string, h header, packets *packetReader) (some bool, err error) {
	tried := newFrameReader()
	if h.has(stream.sound) {
		if err = p.runDecoder(ctx, path, decodeStartArgs(path), tried); err != nil {
			return false, err
		}
	}
	for i, s := range h.Streams {
		t := packets.tracks[s.Index]
		switch {
		case t == nil || t.count == 0 || s.Unusable != "":
			continue
		case t.encrypted:
			h.Streams[i].Unusable = protected
		case !s.sound() || tried.frames[s.Index] > 0 || h.masked:
			continue
		default:
			apart := newFrameReader()
			if err = p.runDecoder(ctx, path, decodeApartArgs(path, s.Index, *t, packets.clock.jumped), apart); err != nil {
				return some, err
			}
			if apart.frames[s.Index] > 0 {
				continue
			}
			h.Streams[i].Unusable = undecodable
		}
		some = true
	}
	return some, nil
}

// has reports whether some stream is of a kind.
func (h header) has(kind func(stream) bool) bool { return slices.ContainsFunc(h.Streams, kind) }

// runDecoder runs ffprobe and ignores errors of its decoders.
func (p *Prober) runDecoder(ctx context.Context, path string, args []string, out *frameReader) error {
	_, err := p.Runner.Run(ctx, proc.Command{Path: "ffprobe", Args: args, Stdout: out, Read: []string{path}, CPU: cpuLimit})
	if exit := (*proc.ExitError)(nil); errors.As(err, &exit) && exit.Signal != "killed" {
		return nil
	}
	if err != nil {
		return fmt.Errorf("probe: try the decoders: %w", err)
	}
	return nil
}

// frameReader is an io.Writer that counts the frames of each stream.
type frameReader struct {
	frames map[int]int
	rest   []byte
}

func newFrameReader() *frameReader {
	return &frameReader{frames: map[int]int{}}
}

func (r *frameReader) Write(p []byte) (int, error) {
	n := len(p)
	for {
		line, after, found := bytes.Cut(p, []byte{'\n'})
		if !found {
			if len(r.rest)+len(p) <= maxLine {
				r.rest = append(r.rest, p...)
			}
			return n, nil
		}
		r.line(append(r.rest, line...))
		r.rest, p = r.rest[:0], after
	}
}

// line reads frame|stream_index=1.
func (r *frameReader) line(line []byte) {
	kind, rest, _ := bytes.Cut(line, []byte{'|'})
	if index, _ := parsePacket(rest); index >= 0 && string(kind) == "frame" {
		r.frames[index]++
	}
}
