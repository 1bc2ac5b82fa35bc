package plan_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// reel is a source with all its frames, of which a probe says only some.
type reel struct {
	meeting.Media

	times []float64 // of all frames, as ffprobe prints them
	keys  []int     // numbers of those that are key frames
}

// drawReel makes a source up: a clock that starts anywhere, any rate, key
// frames as far apart as one likes, and sound that is longer or shorter.
func drawReel(t *rapid.T) reel {
	rate := rapid.SampledFrom([]float64{1, 10, 23.976, 25, 30000.0 / 1001, 59.94, 120}).Draw(t, "rate")
	start := rapid.SampledFrom([]float64{0, -2, 0.7, 1.4, 95_443.717689}).Draw(t, "start")
	frames := rapid.IntRange(1, 60_000).Draw(t, "frames")
	gop := max(1, int(rate*rapid.SampledFrom([]float64{0.04, 0.9, 2, 8.3, 10, 40, 1e6}).Draw(t, "key frame each")))
	const size = 5000 // bytes a frame
	r := reel{times: make([]float64, frames)}
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
	if rapid.Bool().Draw(t, "sound") {
		r.Audio = []meeting.Audio{{
			Index: 1, Channels: 2,
			Start: start + rapid.SampledFrom([]float64{-700, -0.5, 0, 3}).Draw(t, "sound early"),
			End:   v.End + rapid.SampledFrom([]float64{-3, 0, 0.5, 700}).Draw(t, "sound late"),
		}}
		r.Audio[0].End = max(r.Audio[0].End, r.Audio[0].Start+0.1)
	}
	return r
}

// shown is how many frames of r begin in a stretch, and the last of them.
func (r reel) shown(p plan.ChunkParams) (count, last int) {
	for i, at := range r.times {
		if t := plan.Ticks(at-p.Start) + 1; t >= p.From && (t < p.To || p.Last) {
			count, last = count+1, i
		}
	}
	return count, last
}

// Whatever the source, its chunks have all of it once: of the time, of the
// frames, of the storyboard, of the segments; and reading begins and ends where
// all that is needed lies between.
func TestChunkLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		source := drawReel(t)
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
				t.Fatalf("chunk %d begins with tile %d, the one before ends with %d", i, p.Tiles.First, tile)
			}
			tile += p.Tiles.Count
			frames += p.Frames
			checkKeys(t, i, p, d)
			if i > 0 {
				checkSeek(t, source, r, p)
			} else if p.Seek != nil {
				t.Fatalf("the first is read from %v on", *p.Seek)
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
			t.Fatalf("a source that cannot be sought in is cut: %d chunks", len(steps))
		}
	})
}

// checkKeys: segments begin with their chunk and stay in it.
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

// checkSeek: reading begins at a key frame, one of them before it must at the
// latest.
func checkSeek(t *rapid.T, source reel, r plan.Recording, p plan.ChunkParams) {
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

// checkBytes: they are in the file, go on from chunk to chunk, and hold all
// from where reading begins to the last frame.
func checkBytes(t *rapid.T, source reel, p plan.ChunkParams, ranges []plan.Range, last int, offset int64) int64 {
	t.Helper()
	for _, b := range ranges {
		if b.From < 0 || b.From >= b.To || b.To > source.Bytes {
			t.Fatalf("bytes %v of a file of %d", ranges, source.Bytes)
		}
	}
	stretch, end := ranges[1], source.Bytes/int64(len(source.times)+1)*int64(last+2)
	first := source.Video.Keys[0]
	for _, k := range source.Video.Keys {
		if p.Seek != nil && k.Time == *p.Seek {
			first = k
		}
	}
	if stretch.From > first.Pos || stretch.To < end || stretch.From < offset {
		t.Fatalf("bytes %v for those from %d to %d, after a chunk from %d on", ranges, first.Pos, end, offset)
	}
	return stretch.From
}
