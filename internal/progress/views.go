package progress

import (
	"cmp"
	"fmt"
	"math"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/words"
)

// View is a further picture of a recording on its way.
type View struct {
	*Recording

	Source meeting.Source
	ID     string
	Title  string
	Made   *steps.Result // once it can be shown
	Reason string        // why it was given up; empty if it was not
}

// views goes the road of each further picture of a recording: those in the same
// original, and those in others.
func (a assessment) views(g plan.Group, main *walker) error {
	it := main.Item
	rec := it.Recording
	rec.Kind = kindOf(it.Source, it.Probe.Media.Video)
	if rec.Picture == nil || it.Reason != "" {
		return nil
	}
	for _, v := range it.Probe.Media.Pictures {
		if len(g.Parts) > 0 {
			it.remarks = append(it.remarks, "has further pictures that are left out, since it was joined with other files")
			break
		}
		a.view(main, it.Source, *it.Probe.Media, v, 0)
	}
	for _, i := range g.Views {
		other := &a.items[i]
		begins, err := a.offset(main, other)
		if err != nil {
			return err
		}
		if !begins.known {
			continue
		}
		offset, apart := begins.seconds, begins.apart
		if plan.Apart(rec.Duration, other.Probe.Media.Duration, offset) {
			begins.remark, apart = plan.ApartWarning(it.Source.Name, begins.source)+mend, true
		}
		if begins.remark != "" {
			other.remarks = append(other.remarks, begins.remark)
		}
		if apart {
			if err = a.alone(plan.Group{Head: i}); err != nil {
				return err
			}
			continue
		}
		other.Place.start = offset
		other.remarks = append(other.remarks, main.viewWarnings(*other.Probe.Media, offset)...)
		other.remarks = append(other.remarks, other.Probe.Media.LeftOut...)
		src := other.Source
		if src.ViewOf == "" && kindOf(src, other.Probe.Media.Video) != "" {
			src.Title = "" // of the recording that it stood for
		}
		a.view(main, src, *other.Probe.Media, *other.Probe.Media.Video, offset)
		a.captionsWithin(main, other, offset)
	}
	name(rec)
	return nil
}

// viewWarnings are predicates about the file of a further picture, of which the
// recording uses the picture alone.
func (r *walker) viewWarnings(m meeting.Media, offset float64) []string {
	var list []string
	name := r.Source.Name
	switch {
	case len(m.Audio) > 0 && r.silent():
		list = append(list, fmt.Sprintf("has sound that is not used: the recording uses the sound of %s, which is silent. To change that, list this file first under recordings in meeting.yaml", name))
	case len(m.Audio) > max(1, len(r.Recording.Tracks)):
		list = append(list, fmt.Sprintf("has %d sound tracks that are not used: the recording uses the sound of %s. To change that, list this file first under recordings in meeting.yaml", len(m.Audio), name))
	}
	if len(m.Chapters) > 0 && len(r.Recording.ChapterList) == 0 {
		list = append(list, "has chapters that are not used: the recording uses those of "+name)
	}
	return append(list, plan.OverlapWarnings(name, r.Recording.Duration, m.Duration, offset)...)
}

// alone goes the road of originals that turned out not to belong to a recording.
func (a assessment) alone(g plan.Group) error {
	for _, i := range g.Members() {
		a.items[i].Place = nil
	}
	a.main = false
	return a.recording(g)
}

// view goes the road of one.
func (a assessment) view(main *walker, src meeting.Source, found meeting.Media, v meeting.Video, offset float64) {
	planned := main.Recording.View(src, found, v, offset)
	own := Item{Source: src, Probe: main.Probe}
	own.Recording = &Recording{Recording: planned, WhyEncoded: planned.Encoded, ChapterList: main.Recording.ChapterList, Kind: kindOf(src, &v)}
	r := walker{Item: &own, meeting: main.meeting, look: a.look, sure: a.sure, shared: main.sound}
	r.walk()
	if own.Reason != "" {
		r.forget()
	}
	main.Steps = append(main.Steps, own.Steps...)
	main.Item.Recording.Views = append(main.Item.Recording.Views, &View{
		Recording: own.Recording, Source: src, Title: v.Title, Made: own.Made, Reason: own.Reason,
	})
	if own.Reason != "" {
		main.Item.Recording.warnings = append(main.Item.Recording.warnings, fmt.Sprintf("is without its picture %s: the file %s", src.Name, own.Reason))
	}
}

// kindOf is what a picture shows, as it was asked for or as its name tells.
func kindOf(src meeting.Source, v *meeting.Video) meeting.View {
	if src.View != "" || v == nil {
		return src.View
	}
	return meeting.ViewNamed(v.Title)
}

// name gives all pictures of a recording IDs and titles.
func name(rec *Recording) {
	ids, titles := map[string]int{string(rec.Kind): 1, "view": 1}, map[string]int{ViewTitle(rec.Kind): 1}
	for _, v := range rec.Views {
		id := cmp.Or(string(v.Kind), "view")
		if ids[id]++; ids[id] > 1 {
			id = fmt.Sprintf("%s-%d", id, ids[id])
		}
		v.ID = id
		v.Title = cmp.Or(v.Title, v.Source.Title, ViewTitle(v.Kind))
		if titles[v.Title]++; titles[v.Title] > 1 {
			v.Title = fmt.Sprintf("%s (%d)", v.Title, titles[v.Title])
		}
	}
}

// ViewTitle is what a menu calls a kind of view.
func ViewTitle(kind meeting.View) string {
	switch kind {
	case meeting.Screen:
		return "Screen"
	case meeting.Speaker:
		return "Speaker"
	case meeting.Gallery:
		return "Gallery"
	}
	return "Picture"
}

// beginning is when the original of a view begins on the recording's timeline.
type beginning struct {
	known   bool // else a step is not settled
	seconds float64
	apart   bool   // it does not run together with the recording
	source  string // what says so; empty if it was asked for
	remark  string // a predicate about the view's file; empty if there is nothing to say
}

// mend is how a person puts a wrong offset right.
const mend = "; if that is wrong, write its offset in meeting.yaml"

// offset is when the original of a view begins: as it was asked for, else by the
// sound of the two, else by the clocks of their recorders.
func (a assessment) offset(main *walker, other *Item) (beginning, error) {
	if o := other.Source.Offset; o != nil {
		return beginning{known: true, seconds: *o}, nil
	}
	if o := main.Source.Offset; o != nil && main.Source.ViewOf == other.Source.ID {
		return beginning{known: true, seconds: -*o}, nil // it stands for the other, which has no sound
	}
	rec, err := plan.ForRecording(a.meeting, other.Source, *other.Probe.Media)
	if err != nil {
		return beginning{}, err
	}
	found := a.match(main, rec)
	switch {
	case !found.Settled():
		return beginning{}, nil
	case found.Result != nil && found.Result.Offset != nil && found.Result.Offset.Found:
		at := found.Result.Offset
		b := beginning{known: true, seconds: at.Seconds, source: "by their sound"}
		if gain := at.Drift * rec.Duration; math.Abs(gain) >= driftSeen {
			b.remark = fmt.Sprintf("has a clock that differs from that of %s by %.1f s in all, so that the two do not stay together", main.Source.Name, gain)
		}
		return b, nil
	}
	return offsetByClocks(main.Source.Name, *main.Probe.Media, *other.Probe.Media), nil
}

// offsetByClocks is when a view begins in the recording of that name if their
// sound does not tell.
func offsetByClocks(name string, main, other meeting.Media) beginning {
	if guess, ok := plan.GuessOffset(main, other); ok {
		return beginning{
			known: true, seconds: guess, source: "by the clocks of their recorders",
			remark: fmt.Sprintf("is shown beside %s as the clocks of the two recorders say, since their sound does not tell", name) + mend,
		}
	}
	seconds, known := plan.CreatedAfter(main, other)
	later := "later"
	if seconds < 0 {
		later = "earlier"
	}
	distance := words.Clock(math.Abs(seconds)) + " " + later
	switch {
	case known && plan.ClocksApart(main, other):
		return beginning{known: true, apart: true, remark: fmt.Sprintf("is not shown beside %s: by its clock it was recorded %s", name, distance) + mend}
	case known:
		return beginning{known: true, remark: fmt.Sprintf("is taken to begin when %s does: their sound does not tell, and by its clock it was recorded %s", name, distance) + mend}
	}
	return beginning{known: true, remark: fmt.Sprintf("is taken to begin when %s does, since neither its sound nor its clock tells", name) + mend}
}

// driftSeen is by how much two clocks may part before somebody sees it, seconds.
const driftSeen = 0.1

// match asks for the offset of a recording from the main one by the sound of the
// two. The outcome is settled, without a result, where one of them has no sound.
func (a assessment) match(main *walker, other plan.Recording) steps.Outcome {
	var prints []plan.Step
	for _, rec := range []plan.Recording{main.Recording.Recording, other} {
		step, out := a.fingerprint(main, rec)
		if out.Result == nil {
			return out
		}
		prints = append(prints, step)
	}
	return main.ask(a.look, plan.ForOffset(prints[0], prints[1], prints[0].Space))
}

// fingerprint is that of the first track of a recording that is not silent. The
// outcome is settled, without a result, where there is none.
func (a assessment) fingerprint(main *walker, rec plan.Recording) (plan.Step, steps.Outcome) {
	for _, step := range rec.Fingerprints() {
		out := main.ask(a.look, step)
		if !out.Settled() {
			return step, out
		}
		if out.Result != nil && out.Result.Fingerprint != nil && out.Result.Fingerprint.Heard > 0 {
			return step, out
		}
	}
	return plan.Step{}, steps.Outcome{Status: steps.Status{Failed: "has no sound"}}
}
