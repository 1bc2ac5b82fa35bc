// Package cmaf rewrites a fragmented MP4 of one video track as a CMAF track
// (ISO/IEC 23000-19) whose times are exact.
//
// In what ffmpeg writes a fragment begins at a decoding time, which with B-frames
// is before the picture's, and its last duration is a guess at what comes next.
// Here a segment begins exactly when its key frame is shown and its durations
// end exactly where the next begins, so that two files, made of neighbouring
// stretches of one recording by different machines, join without a gap.
//
// A sample's composition offset is never negative: players built on ffmpeg show
// files with negative ones late. All offsets hold a constant delay instead,
// which an edit list in the initialisation section gives back, as ffmpeg's own
// files do. That section says nothing of when or how long, so that equal encodes
// have equal ones, byte by byte.
package cmaf

import (
	"errors"
	"fmt"
	"io"

	"proceedings/internal/meeting"
)

// Options say how a track is put on a recording's timeline. Times are ticks of
// the track's timescale.
type Options struct {
	Offset  uint64   // that the input's times are ahead of the timeline's (900000 for 10 s)
	Start   uint64   // of the first segment: the first frame stands from there, wherever it came
	End     uint64   // where the stretch ends: the last frame stands until there,
	Hold    uint64   // but no longer than that; it stands for a tick at least
	Delay   uint64   // constant composition delay, given back by the edit list
	Cuts    []uint64 // ascending times at which segments begin: each ends at the first key frame at or after the next
	Exact   bool     // a segment begins at its cut, though its key frame comes later
	Strict  bool     // the input is somebody else's: hold it to what a rendition promises, see Unfit
	Longest uint64   // of a strict input, the most that a segment may last
}

// Unfit is the error for an input that cannot be a rendition as it is. It is no
// fault: whoever meets it encodes the picture anew.
type Unfit struct {
	Reason string // a predicate about the picture: "has open groups of pictures"
}

// Error is the reason.
func (u Unfit) Error() string { return u.Reason }

// maxTime bounds all times, so that no sum of two or three overflows. At 90 kHz
// it is a million years.
const maxTime = 1 << 60

// Rewrite reads src, a whole fragmented MP4 of ffmpeg's with one H.264 or AV1
// track, as a stream, and writes the CMAF file to dst. It holds one segment in
// memory. The result lacks Rendition and Name.
//
// ffmpeg must have been told
//
//	-movflags +frag_keyframe+empty_moov+default_base_moof+frag_discont
//	-use_editlist 0 -avoid_negative_ts disabled
//
// and an -output_ts_offset that leaves no time of showing below zero. Without the
// second it writes all times later by the encoder's delay, for an edit list that
// an empty moov then does not have: nobody can tell by how much from the file.
//
// With Strict an input that is whole but cannot be a rendition ends in [Unfit];
// without, any order of times becomes a file that plays. An input that ends
// early is an error in both.
func Rewrite(dst io.Writer, src io.Reader, o Options) (meeting.Part, error) {
	if max(o.Offset, o.Start, o.End, o.Hold, o.Delay, o.Longest) > maxTime {
		return meeting.Part{}, fmt.Errorf("rewrite as CMAF: times beyond %d ticks: %+v", uint64(maxTime), o)
	}
	part, err := rewrite(dst, newBoxReader(src), o)
	if _, unfit := errors.AsType[Unfit](err); unfit {
		return meeting.Part{}, err // its words go behind the name of a file
	}
	if err != nil {
		return meeting.Part{}, fmt.Errorf("rewrite as CMAF: %w", err)
	}
	return part, nil
}

func rewrite(dst io.Writer, src *boxReader, o Options) (meeting.Part, error) {
	var t *track
	var w *writer
	whole := false
	for {
		h, err := src.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return meeting.Part{}, err
		}
		switch h.Name {
		case "moov":
			if t != nil {
				err = errors.New("a second track header")
				break
			}
			if t, err = src.track(h); err == nil {
				w, err = begin(dst, t, o)
			}
		case "moof":
			if t == nil {
				err = errors.New("a fragment before any track header")
				break
			}
			err = src.fragment(h, t, w.add)
		default:
			whole = h.Name == "mfra"
			err = src.skip(h)
		}
		if err != nil {
			return meeting.Part{}, err
		}
	}
	// A file that was cut off may end behind a whole fragment. ffmpeg writes its
	// index of them last, when it is done.
	if !whole {
		return meeting.Part{}, fmt.Errorf("the input ends at byte %d without its index (mfra): whoever wrote it was stopped", src.pos)
	}
	if w == nil {
		return meeting.Part{}, errNoSamples
	}
	return w.finish()
}

var errNoSamples = errors.New("no samples")
