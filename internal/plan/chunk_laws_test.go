package plan_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// framedSource is a source with the times of all frames, of which a probe has only some.
type framedSource struct {
	meeting.Media

	times []float64 // of all frames, as ffprobe prints them
	keys  []int     // numbers of those that are key frames
}

// drawSource draws a source with any start time, frame rate and key frame interval, and
// with audio that is longer or shorter than the video.
func drawSource(t *rapid.T) framedSource {
	rate := rapid.SampledFrom([]float64{1, 10, 23.976, 25, 30000.0 / 1001, 59.94, 120}).Draw(t, "rate")
	start := rapid.SampledFrom([]float64{0, -2, 0.7, 1.4, 95_443.717689}).Draw(t, "start")
	frames := rapid.IntRange(1, 60_000).Draw(t, "frames")
	gop := max(1, int(rate*rapid.SampledFrom([]float64{0.04, 0.9, 2, 8.3, 10, 40, 1e6}).Draw(t, "key frame interval")))
	const size = 5000 // bytes a frame
	r := framedSource{times: make([]float64, frames)}
	v := &meeting.Video{
		Codec: "h264", PixFmt: "yuv420p", Width: 1280, Height: 720, Frames: frames, FrameRate: rate, LongestGOP: float64(gop) / rate,
		Interlaced: rapid.Bool().Draw(t, "interlaced"),
	}
	for i := range frames {
		at := math.Round((start+float64(i)/rate)*1e6) / 1e6
		r.times[i] = at
		if i%gop != 0 {
			continue
		}
		r.keys = append(r.keys, i)
		if n := len(v.Keys); n == 0 || math.Floor(at) > math.Floor(v.Keys[n-1].Time) {
			v.Keys = append(v.Keys, meeting.Key{Time: at, Pos: size * int64(i+1), Before: i})
		}
	}
	v.Start, v.Last = start, r.times[frames-1]
	v.End = v.Last + 1/rate
	r.Media = meeting.Media{Format: "matroska,webm", Bytes: size * int64(frames+1), Video: v}
	if rapid.Bool().Draw(t, "audio") {
		r.Audio = []meeting.Audio{{
			Index: 1, Channels: 2,
			Start: start + rapid.SampledFrom([]float64{-700, -0.5, 0, 3}).Draw(t, "audio start"),
			End:   v.End + rapid.SampledFrom([]float64{-3, 0, 0.5, 700}).Draw(t, "audio end"),
		}}
		r.Audio[0].End = max(r.Audio[0].End, r.Audio[0].Start+0.1)
	}
	return r
}

// shown returns how many frames of r begin in a chunk, and the index of the last one.
func (r framedSource) shown(p plan.ChunkParams) (count, last int) {
	for i, at := range r.times {
		if t := plan.Ticks(at-p.Start) + 1; t >= p.From && (t < p.To || p.Last) {
			count, last = count+1, i
		}
	}
	return count, last
}

// Together the chunks of any source cover the timeline, the frames, the storyboard and the
// segments exactly once. Each chunk reads all data that it needs.
func TestChunkLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		source := drawSource(t)
		r := recording(t, source.Media)
		if rapid.IntRange(0, 9).Draw(t, "jumps") == 0 {
			source.Jumps = true
			r = recording(t, source.Media)
		}
		d := plan.Decided{}
		d.Copied = r.Encoded == "" && rapid.Bool().Draw(t, "copied")
		steps := r.Chunks(d)
		at, tile, frames, offset := uint64(0), 0, 0, int64(0)
		for i, s := range steps {
			p := params[plan.ChunkParams](t, s)
			if p.From != at || p.To <= p.From || p.Last != (i == len(steps)-1) {
				t.Fatalf("chunk %d is from %d to %d, last: %t; the one before ends at %d", i, p.From, p.To, p.Last, at)
			}
			at = p.To
			if p.Tiles.First != tile && p.Tiles.Count > 0 {
				t.Fatalf("chunk %d begins with tile %d, the one before ends at %d", i, p.Tiles.First, tile)
			}
			tile += p.Tiles.Count
			frames += p.Frames
			checkKeys(t, i, p, d)
			if i > 0 {
				checkSeek(t, source, r, p)
			} else if p.Seek != nil {
				t.Fatalf("the first chunk is read from %v on", *p.Seek)
			}
			count, last := source.shown(p)
			if p.Frames > 0 && p.Frames != count {
				t.Fatalf("chunk %d from %v s has %d frames, not %d", i, plan.Seconds(p.From), count, p.Frames)
			}
			if s.Bytes != nil {
				offset = checkBytes(t, source, p, s.Bytes, last, offset)
			}
		}
		if at != plan.Ticks(r.Duration) || tile != r.Storyboard.Tiles {
			t.Fatalf("chunks end at %d with %d tiles, want %d and %d", at, tile, plan.Ticks(r.Duration), r.Storyboard.Tiles)
		}
		known := !d.Copied && !source.Jumps && r.Picture.FrameRate == 0 && !r.Picture.Deinterlace
		if known && frames != source.Video.Frames {
			t.Fatalf("chunks have %d frames of %d", frames, source.Video.Frames)
		}
		if source.Jumps && len(steps) != 1 {
			t.Fatalf("a source without seeking has %d chunks, want 1", len(steps))
		}
	})
}

// checkKeys checks that segments begin with their chunk and stay in it.
func checkKeys(t *rapid.T, i int, p plan.ChunkParams, d plan.Decided) {
	t.Helper()
	if len(p.Keys) == 0 || p.Keys[0] != p.From || p.Keys[len(p.Keys)-1] >= p.To || p.Exact != d.Copied {
		t.Fatalf("chunk %d from %d to %d has segments at %d, exact: %t", i, p.From, p.To, p.Keys, p.Exact)
	}
	for k := 1; k < len(p.Keys); k++ {
		if p.Keys[k] <= p.Keys[k-1] {
			t.Fatalf("chunk %d has segments at %d", i, p.Keys)
		}
	}
}

// checkSeek checks that reading begins at least one key frame before the needed one.
func checkSeek(t *rapid.T, source framedSource, r plan.Recording, p plan.ChunkParams) {
	t.Helper()
	if p.Seek == nil {
		t.Fatalf("a chunk from %v s is read from the beginning", plan.Seconds(p.From))
	}
	known, between := false, 0
	for _, k := range source.Video.Keys {
		known = known || k.Time == *p.Seek
	}
	for _, k := range source.keys {
		if at := source.times[k]; at > *p.Seek && plan.Ticks(at-r.Start) <= p.From+2 {
			between++
		}
	}
	if first := source.Video.Keys[0].Time; !known || between == 0 && *p.Seek != first {
		t.Fatalf("a chunk from %v s is read from %v s on, with %d key frames between", plan.Seconds(p.From)+r.Start, *p.Seek, between)
	}
}

// checkBytes checks that byte ranges are inside the file, advance from chunk to chunk, and
// contain everything from the seek position to the last frame.
func checkBytes(t *rapid.T, source framedSource, p plan.ChunkParams, ranges []plan.Range, last int, offset int64) int64 {
	t.Helper()
	for _, b := range ranges {
		if b.From < 0 || b.From >= b.To || b.To > source.Bytes {
			t.Fatalf("bytes %v of a file of %d", ranges, source.Bytes)
		}
	}
	chunk, end := ranges[1], source.Bytes/int64(len(source.times)+1)*int64(last+2)
	first := source.Video.Keys[0]
	for _, k := range source.Video.Keys {
		if p.Seek != nil && k.Time == *p.Seek {
			first = k
		}
	}
	if chunk.From > first.Pos || chunk.To < end || chunk.From < offset {
		t.Fatalf("bytes %v for those from %d to %d, after a chunk from %d on", ranges, first.Pos, end, offset)
	}
	return chunk.From
}
