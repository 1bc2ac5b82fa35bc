package plan

import (
	"sort"
	"strings"
	"time"
)

// ChunkParams are the parameters of a chunk's step: one decode of a stretch of
// the source, and all that is made of it.
type ChunkParams struct {
	Timeline
	Picture Picture  `json:"picture"`
	From    uint64   `json:"from"` // ticks of the timeline
	To      uint64   `json:"to"`
	First   bool     `json:"first,omitempty"`  // the original begins here, and the recording does not
	Final   bool     `json:"final,omitempty"`  // the original ends here, and the recording does not
	Last    bool     `json:"last,omitempty"`   // it ends where the recording does
	Trim    bool     `json:"trim,omitempty"`   // the original has frames before From or after To, though it is its first or last stretch
	Seek    *float64 `json:"seek,omitempty"`   // where to begin reading, seconds on the source's own time; nil for its beginning
	Frames  int      `json:"frames,omitempty"` // that the source says it has in the stretch; 0 where unknown
	Keys    []uint64 `json:"keys"`             // where segments begin, ticks
	Exact   bool     `json:"exact,omitempty"`  // exactly there, since a copied rung has them there
	Rungs   []Rung   `json:"rungs"`
	Tiles   Tiles    `json:"tiles"`
	Poster  Poster   `json:"poster"`
}

// Tiles are the part of a storyboard that lies in a chunk.
type Tiles struct {
	Storyboard
	First int `json:"first"` // number of the first, from 0 in the whole recording
	Count int `json:"count"`
}

// Decided is what is known of a recording's picture once some of it was read.
type Decided struct {
	Copied bool    // the top rung is the source's own picture
	Bits   []int64 // what a sample of each rung took; nil without a sample
}

// Begins reports whether nothing of the original is shown before the stretch.
func (p ChunkParams) Begins() bool { return p.From == 0 || p.First }

// Ends reports whether nothing of the original is shown after the stretch.
func (p ChunkParams) Ends() bool { return p.Last || p.Final }

// Chunks are the steps that make all video of a recording that is not copied.
func (r Recording) Chunks(d Decided) []Step {
	if r.Picture == nil {
		return nil
	}
	rungs := Worth(r.Rungs, d.Bits)
	if d.Copied {
		rungs = rungs[1:]
	}
	var steps []Step
	for _, part := range r.Originals() {
		steps = append(steps, part.chunks(rungs, d.Copied)...)
	}
	return steps
}

// chunks are those of one original.
func (r Recording) chunks(rungs []Rung, copied bool) []Step {
	times := r.keyTimes(r.found.Video.Keys)
	cuts := times
	if copied {
		cuts = r.Cuts
	}
	all := stretches(r.stretch, cuts, r.profile.Chunk)
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

// locate says where in the source a chunk's stretch is, given the times of the
// source's key frames on the timeline: reading begins one key frame earlier than
// needed, for formats that are not sought in exactly, and for filters that look
// back.
func (r Recording) locate(p *ChunkParams, step *Step, times []uint64) {
	if r.Jumps {
		return
	}
	at := func(t uint64) int { // the first key frame at t or later
		return sort.Search(len(times), func(i int) bool { return times[i]+nearby >= t })
	}
	from, to := at(p.From), at(p.To)
	p.Frames = r.frames(*p, times, from, to)
	first := max(0, from-1)
	if (p.From > r.from || r.trim.before) && len(times) > 0 {
		seek := r.found.Video.Keys[first].Time
		p.Seek = &seek
	}
	// Without a number of frames, or a rung to count them in, nobody would notice
	// that some are missing.
	if p.Frames > 0 && len(p.Rungs) > 0 && (p.From > r.from || p.To < r.to) {
		step.Bytes = r.reads(first, to)
	}
}

// smallSource is the size of a source of which a part is not worth fetching for
// itself.
const smallSource = 64 << 20

// reads is the stretches of the source that a chunk needs which is decoded from
// one key frame to another: the header, the chunk, and the end, where some have
// their index. Empty where it cannot be told.
func (r Recording) reads(first, to int) []Range {
	indexed := strings.Contains(r.found.Format, "mp4") || strings.Contains(r.found.Format, "matroska")
	if r.found.Bytes < smallSource || !indexed {
		return nil
	}
	stretch := r.bytes(first, to+2) // decoders want some frames more than they show
	tail := r.bytes(len(r.found.Video.Keys)-1, len(r.found.Video.Keys))
	if stretch == nil || tail == nil || r.found.Video.Keys[0].Pos <= 0 {
		return nil
	}
	return []Range{{To: r.found.Video.Keys[0].Pos}, *stretch, *tail}
}

// nearby is how many ticks apart two times may be that are meant to be the same.
const nearby = 2

// frames is how many the source says it has in a chunk's stretch, if that can
// be told: if it begins and ends at known key frames, and all that is counted
// comes out of the decoder and stays.
func (r Recording) frames(p ChunkParams, times []uint64, from, to int) int {
	v := r.found.Video
	if p.Picture.FrameRate > 0 || p.Picture.Deinterlace || p.Trim || v.Codec == "vp8" {
		return 0 // some packets of VP8 are never shown
	}
	exact := func(i int, t uint64) bool { return i < len(times) && times[i] <= t+nearby }
	before, end := 0, v.Frames
	switch {
	case p.From == r.from:
		if len(v.Keys) > 0 {
			before = v.Keys[0].Before // what was cut from a broadcast begins with frames that cannot be decoded
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

// bytes are those from one key frame to another, or to the end of the file
// where there is no other; nil where they cannot be told.
func (r Recording) bytes(first, end int) *Range {
	keys := r.found.Video.Keys
	if first >= len(keys) {
		return nil
	}
	b := Range{From: keys[first].Pos, To: r.found.Bytes}
	last := b.From - 1
	for _, k := range keys[first:min(end+1, len(keys))] {
		if k.Pos <= last {
			return nil // unknown, or a file whose frames lie in another order than they are shown in
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

// tiles are those of a storyboard whose middle lies in a stretch; the last one
// of all may be too short to have one.
func tiles(b Storyboard, s stretch, duration float64) Tiles {
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

// chunkCost is how long a processor works on a second of picture: a tenth of a
// second to decode it, and half a one to encode 1080p.
func chunkCost(rungs []Rung) float64 {
	const decode, full = 0.1, 1920 * 1080
	cost := decode
	for _, r := range rungs {
		cost += 0.5 * float64(r.Width*r.Height) / full
	}
	return cost
}
