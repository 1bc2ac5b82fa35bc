package manifest

import (
	"errors"
	"fmt"
	"math"

	"proceedings/internal/meeting"
)

// MediaPart is one file of a rendition: fragmented MP4, an initialisation
// section and the segments of a stretch of time.
type MediaPart struct {
	URL      string    // the file, relative to the playlist
	Init     ByteRange // its initialisation section: ftyp and moov
	InitSum  string    // what tells one such section from another; may be empty where there is one part
	Segments []Segment // in order, at places within this file
}

// PartOf is p as playlists name it, for a file at url: ticks become seconds,
// and sizes become places in the file.
func PartOf(url string, p meeting.Part) MediaPart {
	part := MediaPart{
		URL: url, Init: ByteRange{Size: p.Init}, InitSum: p.InitSum,
		Segments: make([]Segment, 0, len(p.Segments)),
	}
	at := p.Init
	for _, s := range p.Segments {
		part.Segments = append(part.Segments, Segment{
			Duration: float64(s.Ticks) / float64(max(1, p.Timescale)), Offset: at, Size: s.Size, Key: s.Key,
		})
		at += s.Size
	}
	return part
}

// MediaInput is the content of a media playlist: the segments of the parts of a
// rendition, which follow one another without a gap.
type MediaInput struct {
	Parts          []MediaPart // in the order of time
	TargetDuration int         // seconds; the same in all rungs, see [TargetDuration]
}

// segments are those of all parts in a row.
func (in MediaInput) segments() []Segment {
	var all []Segment
	for _, p := range in.Parts {
		all = append(all, p.Segments...)
	}
	return all
}

// newInit reports whether part i, which is not the first, cannot be read with the
// initialisation section of the one before.
func (in MediaInput) newInit(i int) bool { return in.Parts[i].InitSum != in.Parts[i-1].InitSum }

// name is what errors call the rendition.
func (in MediaInput) name() string {
	if len(in.Parts) == 0 {
		return "a rendition without files"
	}
	return in.Parts[0].URL
}

// perSecond is how finely playlists count time: with microseconds, HLS and DASH
// say the same.
const perSecond = 1_000_000

// microseconds are the durations of segments, rounded. Each ends where the sum
// of the unrounded durations rounds to, so that errors do not add up: a day of
// segments rounded one by one may be some milliseconds off.
func microseconds(segments []Segment) []int64 {
	rounded := make([]int64, len(segments))
	var sum float64
	var at int64
	for i, s := range segments {
		sum += s.Duration
		end := int64(math.Round(sum * perSecond))
		rounded[i], at = end-at, end
	}
	return rounded
}

// check refuses what would be a playlist that players choke on.
func (in MediaInput) check() error {
	if len(in.Parts) == 0 {
		return errors.New("there are no files")
	}
	for _, p := range in.Parts {
		if err := p.check(); err != nil {
			return err
		}
		if p.InitSum == "" && len(in.Parts) > 1 {
			return fmt.Errorf("%s: nothing tells its initialisation section from the others'", p.URL)
		}
	}
	for i, d := range microseconds(in.segments()) {
		if d <= 0 {
			return fmt.Errorf("segment %d of all lasts less than a microsecond", i)
		}
		// RFC 8216, section 4.3.3.1.
		if seconds := float64(d) / perSecond; math.Round(seconds) > float64(in.TargetDuration) {
			return fmt.Errorf("segment %d of all lasts %v s, more than the target duration of %d s", i, seconds, in.TargetDuration)
		}
	}
	return nil
}

// check refuses a part whose places overlap or whose times are none.
func (p MediaPart) check() error {
	if !relative.MatchString(p.URL) {
		return fmt.Errorf("URL %q is not a plain relative path", p.URL)
	}
	if p.Init.Size <= 0 || p.Init.Offset < 0 {
		return fmt.Errorf("%s: the initialisation section has %d bytes at %d", p.URL, p.Init.Size, p.Init.Offset)
	}
	if len(p.Segments) == 0 {
		return fmt.Errorf("%s: there are no segments", p.URL)
	}
	end := p.Init.Offset + p.Init.Size
	for i, s := range p.Segments {
		if s.Size <= 0 || s.Offset < end {
			return fmt.Errorf("%s: segment %d has %d bytes at %d, where the one before ends at %d", p.URL, i, s.Size, s.Offset, end)
		}
		if s.Duration <= 0 || math.IsInf(s.Duration, 0) || math.IsNaN(s.Duration) {
			return fmt.Errorf("%s: segment %d lasts %v s", p.URL, i, s.Duration)
		}
		end = s.Offset + s.Size
	}
	return nil
}
