package plan

import (
	"sort"
	"strings"
	"time"
)

// ChunkParams are the parameters of a chunk: a part of the source that is decoded once,
// and everything that is encoded from it.
type ChunkParams struct {
	Timeline
	Picture Picture  `json:"picture"`
	From    uint64   `json:"from"` // ticks of the timeline
	To      uint64   `json:"to"`
	First   bool     `json:"first,omitempty"`  // the original begins here, but not the recording
	Final   bool     `json:"final,omitempty"`  // the original ends here, but not the recording
	Last    bool     `json:"last,omitempty"`   // the recording ends here
	Trim    bool     `json:"trim,omitempty"`   // the original's first or last chunk, from which frames outside the timeline are dropped
	Seek    *float64 `json:"seek,omitempty"`   // where reading begins, seconds on the source's clock; nil for the beginning
	Frames  int      `json:"frames,omitempty"` // number of frames by the source's index; 0 if unknown
	Keys    []uint64 `json:"keys"`             // segment starts, ticks
	Exact   bool     `json:"exact,omitempty"`  // segments must begin exactly at Keys, as in the copied rung
	Rungs   []Rung   `json:"rungs"`
	Tiles   Tiles    `json:"tiles"`
	Poster  Poster   `json:"poster"`
}

// Tiles is the part of a storyboard that a chunk makes.
type Tiles struct {
	Storyboard
	First int `json:"first"` // index of its first tile in the whole storyboard
	Count int `json:"count"`
}

// Decided holds the results of the copy and sample steps, which the chunks depend on.
type Decided struct {
	Copied bool    // the top rung is a copy of the source's video
	Bits   []int64 // size of each rung's sample, bits; nil without a sample
}

// Begins reports whether the chunk is the first of its original.
func (p ChunkParams) Begins() bool { return p.From == 0 || p.First }

// Ends reports whether the chunk is the last of its original.
func (p ChunkParams) Ends() bool { return p.Last || p.Final }

// Chunks returns the steps that encode a recording's video, except for a copied rung.
func (r Recording) Chunks(d Decided) []Step {
	if r.Picture == nil {
		return nil
	}
	rungs := SelectRungs(r.Rungs, d.Bits)
	if d.Copied {
		rungs = rungs[1:]
	}
	var steps []Step
	for _, part := range r.Originals() {
		steps = append(steps, part.chunks(rungs, d.Copied)...)
	}
	return steps
}

// chunks returns the chunks of one original.
func (r Recording) chunks(rungs []Rung, copied bool) []Step {
	times := r.keyTimes(r.found.Video.Keys)
	cuts := times
	if copied {
		cuts = r.Cuts
	}
	all := chunkSpans(r.span, cuts, r.profile.Chunk)
	steps := make([]Step, 0, len(all))
	for _, s := range all {
		p := ChunkParams{
			Timeline: r.Timeline, Picture: r.pictureOf(s), From: s.from, To: s.to, Last: s.to == Ticks(r.Duration),
			Keys: segments(s, r.Segment), Rungs: rungs, Tiles: tiles(*r.Storyboard, s, r.Duration), Poster: *r.Poster,
		}
		p.First = s.from == r.from && s.from > 0
		p.Final = s.to == r.to && !p.Last
		p.Trim = r.trim.before && s.from == r.from || r.trim.after && s.to == r.to
		if copied {
			p.Keys, p.Exact = within(s, cuts), true
		}
		step := r.step(Chunk, nil)
		r.locate(&p, &step, times)
		step.Params = encode(p)
		seconds := Seconds(s.to - s.from)
		step.Cost = seconds * chunkCost(rungs)
		step.Budget = time.Hour + time.Duration(60*seconds)*time.Second
		steps = append(steps, step)
	}
	return steps
}

// locate sets the seek time, the frame count and the byte ranges of a chunk. times are
// those of the source's key frames on the timeline. Reading begins one key frame earlier
// than needed, since seeking is inexact in some formats and filters need earlier frames.
func (r Recording) locate(p *ChunkParams, step *Step, times []uint64) {
	if r.Jumps {
		return
	}
	at := func(t uint64) int { // the first key frame at t or later
		return sort.Search(len(times), func(i int) bool { return times[i]+tickTolerance >= t })
	}
	from, to := at(p.From), at(p.To)
	p.Frames = r.frames(*p, times, from, to)
	first := max(0, from-1)
	if (p.From > r.from || r.trim.before) && len(times) > 0 {
		seek := r.found.Video.Keys[first].Time
		p.Seek = &seek
	}
	// Reading only byte ranges is safe only if missing frames are detected. That needs
	// the expected number of frames and an encoded rung to count them.
	if p.Frames > 0 && len(p.Rungs) > 0 && (p.From > r.from || p.To < r.to) {
		step.Bytes = r.byteRanges(first, to)
	}
}

// smallSource is the size in bytes below which a chunk reads the whole source.
const smallSource = 64 << 20

// byteRanges returns the byte ranges of the source that a chunk needs, given the indexes
// of its key frames: the header, the chunk, and the end, where some formats have their
// index. It returns nil if they are unknown.
func (r Recording) byteRanges(first, to int) []Range {
	indexed := strings.Contains(r.found.Format, "mp4") || strings.Contains(r.found.Format, "matroska")
	if r.found.Bytes < smallSource || !indexed {
		return nil
	}
	chunk := r.byteRange(first, to+2) // a decoder reads some frames ahead
	tail := r.byteRange(len(r.found.Video.Keys)-1, len(r.found.Video.Keys))
	if chunk == nil || tail == nil || r.found.Video.Keys[0].Pos <= 0 {
		return nil
	}
	return []Range{{To: r.found.Video.Keys[0].Pos}, *chunk, *tail}
}

// tickTolerance is the largest difference of two times that count as equal, in ticks.
const tickTolerance = 2

// frames returns the expected number of frames of a chunk, or 0 if it is unknown. It is
// known if the chunk begins and ends at known key frames and no filter adds or drops
// frames.
func (r Recording) frames(p ChunkParams, times []uint64, from, to int) int {
	v := r.found.Video
	if p.Picture.FrameRate > 0 || p.Picture.Deinterlace || p.Trim || v.Codec == "vp8" {
		return 0 // some packets of VP8 are never shown
	}
	exact := func(i int, t uint64) bool { return i < len(times) && times[i] <= t+tickTolerance }
	before, end := 0, v.Frames
	switch {
	case p.From == r.from:
		if len(v.Keys) > 0 {
			before = v.Keys[0].Before // a cut from a broadcast begins with frames that cannot be decoded
		}
	case exact(from, p.From):
		before = v.Keys[from].Before
	default:
		return 0
	}
	switch {
	case p.To == r.to:
	case exact(to, p.To):
		end = v.Keys[to].Before
	default:
		return 0
	}
	return max(0, end-before)
}

// byteRange returns the bytes from one key frame to another, or to the end of the file if
// end is past the last key frame. It returns nil if they are unknown.
func (r Recording) byteRange(first, end int) *Range {
	keys := r.found.Video.Keys
	if first >= len(keys) {
		return nil
	}
	b := Range{From: keys[first].Pos, To: r.found.Bytes}
	last := b.From - 1
	for _, k := range keys[first:min(end+1, len(keys))] {
		if k.Pos <= last {
			return nil // unknown position, or frames not stored in presentation order
		}
		last = k.Pos
	}
	if end < len(keys) {
		b.To = last
	}
	if b.From < 0 || b.To <= b.From || b.To > r.found.Bytes {
		return nil
	}
	return &b
}

// tiles returns the tiles of a storyboard whose middle lies in s. The last chunk also gets
// a last tile that is too short to have a middle.
func tiles(b Storyboard, s span, duration float64) Tiles {
	t := Tiles{Storyboard: b, First: -1}
	for i := range b.Tiles {
		middle := Ticks(min((float64(i)+0.5)*b.Interval, duration))
		if middle < s.from || middle >= s.to && s.to != Ticks(duration) {
			continue
		}
		if t.First < 0 {
			t.First = i
		}
		t.Count++
	}
	t.First = max(0, t.First)
	return t
}

// chunkCost returns the processor time for one second of video: 0.1 s to decode it, and
// 0.5 s to encode it in 1080p.
func chunkCost(rungs []Rung) float64 {
	const decode, full = 0.1, 1920 * 1080
	cost := decode
	for _, r := range rungs {
		cost += 0.5 * float64(r.Width*r.Height) / full
	}
	return cost
}
