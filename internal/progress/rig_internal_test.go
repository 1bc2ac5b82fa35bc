package progress

import (
	"encoding/json"
	"math"
	"slices"
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/transcode"
)

// outcomes are the predefined outcomes of a recording's steps.
type outcomes struct {
	fail   map[plan.Kind]bool // kinds that fail permanently; of packages, the complete one
	early  bool               // the early package fails
	chunks []int              // chunks that fail
	uneven bool               // with a copy, the first chunk lacks a keyframe at a cut
	unfit  string             // why the copy is unfit; empty if it is fit
	bits   []int64            // result of the sample
	sound  *transcode.Sound   // result of the audio step; nil for an empty one
}

// failure is the reason of all failed steps.
const failure = "is damaged"

// of returns the outcome of a step.
func (f outcomes) of(s plan.Step) steps.Outcome {
	fails := f.fail[s.Kind]
	r := &steps.Result{Step: s}
	switch s.Kind {
	case plan.Copy:
		p := params[plan.CopyParams](s)
		r.Copy = &transcode.Copied{Unfit: f.unfit}
		if f.unfit == "" {
			part := partAt(p.Rung.ID, p.Cuts, plan.Ticks(p.Duration))
			r.Copy.Part = &part
		}
	case plan.Audio:
		if r.Audio = f.sound; r.Audio == nil {
			r.Audio = &transcode.Sound{}
		}
	case plan.Sample:
		r.Sample = &transcode.Sampled{Bits: f.bits}
	case plan.Chunk:
		p := params[plan.ChunkParams](s)
		fails = fails || slices.Contains(f.chunks, int(math.Round(plan.Seconds(p.From)/200)))
		if f.uneven && p.Exact && p.From == 0 {
			p.Keys = p.Keys[:len(p.Keys)-1]
		}
		r.Chunk = &transcode.Chunk{}
		for _, rung := range p.Rungs {
			r.Chunk.Parts = append(r.Chunk.Parts, partAt(rung.ID, p.Keys, p.To))
		}
	case plan.Package:
		p := params[plan.PackageParams](s)
		if p.Storyboard == nil { // the early package has none
			fails = f.early
		}
		r.Package = &transcode.Packaged{Duration: p.Duration}
	case plan.Progressive:
		r.Progressive = &transcode.Progressive{MP4: "film.mp4"}
	}
	if fails {
		return steps.Outcome{Status: steps.Status{Starts: 5, LastError: "exit status 1", Failed: failure}}
	}
	return steps.Outcome{Result: r}
}

// partAt returns a part of a rendition with segments that begin at cuts.
func partAt(id string, cuts []uint64, end uint64) meeting.Part {
	part := meeting.Part{Rendition: id, Timescale: plan.Timescale, Start: cuts[0]}
	for i, at := range cuts {
		next := end
		if i+1 < len(cuts) {
			next = cuts[i+1]
		}
		part.Segments = append(part.Segments, meeting.Segment{Ticks: next - at})
	}
	return part
}

// params returns the parameters of a step.
func params[P any](s plan.Step) P {
	var p P
	if err := json.Unmarshal(s.Params, &p); err != nil {
		panic(err)
	}
	return p
}

// testRecording is a recording with some settled steps.
type testRecording struct {
	outcomes

	meeting meeting.Meeting
	found   meeting.Media
	settled map[string]steps.Outcome // by the step's key
	asked   []plan.Step              // requested by the last look
}

func newTestRecording(found meeting.Media, f outcomes) *testRecording {
	src := meeting.Source{ID: "talk", Name: "talk.mp4", SHA256: strings.Repeat("ab", 32)}
	return &testRecording{
		outcomes: f, found: found, settled: map[string]steps.Outcome{},
		meeting: meeting.Meeting{ID: "m", Title: "A meeting", Revision: 1, Visibility: meeting.Public, Sources: []meeting.Source{src}, NoFoundSlides: true},
	}
}

// look assesses the recording by the settled steps.
func (r *testRecording) look() (Item, error) {
	r.asked = nil
	items, err := assessBy(r.meeting, func(s plan.Step) steps.Outcome {
		r.asked = append(r.asked, s)
		return r.settled[s.Key()]
	})
	if err != nil {
		return Item{}, err
	}
	return items[0], nil
}

// settle adds the outcome of a step.
func (r *testRecording) settle(s plan.Step) {
	if s.Kind == plan.Probe {
		r.settled[s.Key()] = steps.Outcome{Result: &steps.Result{Step: s, Probe: &meeting.Probe{Format: "mp4", Role: meeting.Recording, Media: &r.found}}}
		return
	}
	r.settled[s.Key()] = r.of(s)
}

// waves settles all missing steps until none is missing. It returns the kinds of each
// round as one word, and the finished recording.
func (r *testRecording) waves(t interface{ Fatal(args ...any) }) (waves []string, end Item) {
	for range 20 {
		it, err := r.look()
		if err != nil {
			t.Fatal(err)
		}
		open := Missing([]Item{it})
		if len(open) == 0 {
			return waves, it
		}
		waves = append(waves, kinds(open))
		for _, s := range open {
			r.settle(s)
		}
	}
	t.Fatal("steps are missing after 20 rounds:", waves)
	return nil, Item{}
}

// kinds joins the kinds of steps in order. The first playable package is "early".
func kinds(steps []plan.Step) string {
	names := make([]string, len(steps))
	for i, s := range steps {
		names[i] = string(s.Kind)
		if s.Kind == plan.Package && params[plan.PackageParams](s).Storyboard == nil {
			names[i] = "early"
		}
	}
	return strings.Join(names, "+")
}

// talk returns ten minutes of 1080p25 H.264 with stereo sound, which make three chunks.
func talk() meeting.Media {
	v := &meeting.Video{
		Codec: "h264", Profile: "High", PixFmt: "yuv420p", Width: 1920, Height: 1080, FrameRate: 25,
		Frames: 15_000, Last: 599.96, End: 600, BitRate: 800_000, LongestGOP: 2,
	}
	for i := range 300 {
		v.Keys = append(v.Keys, meeting.Key{Time: float64(2 * i), Pos: int64(1000 + 300_000*i), Before: 50 * i})
	}
	return meeting.Media{
		Format: "mov,mp4,m4a,3gp,3g2,mj2", Duration: 600, Bytes: 90_001_000, Video: v,
		Audio: []meeting.Audio{{Index: 1, Codec: "aac", SampleRate: 48_000, Channels: 2, End: 600}},
	}
}

// changed returns talk with one change.
func changed(change func(*meeting.Media)) meeting.Media {
	m := talk()
	change(&m)
	return m
}

func interlaced(m *meeting.Media) { m.Video.Interlaced = true }

func mute(m *meeting.Media) { m.Audio = nil }

func blind(m *meeting.Media) { m.Video = nil }

func briefly(m *meeting.Media) { m.Duration, m.Video.End, m.Audio[0].End = 30, 30, 30 }

func failing(k ...plan.Kind) outcomes {
	f := outcomes{fail: map[plan.Kind]bool{}}
	for _, kind := range k {
		f.fail[kind] = true
	}
	return f
}
