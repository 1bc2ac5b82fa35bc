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

// View is the state of a further view of a recording.
type View struct {
	*Recording

	Source meeting.Source
	ID     string
	Title  string
	Made   *steps.Result // nil until the view can be played
	Reason string        // why the view failed, a predicate; empty if it did not
}

// views requests the steps of the further views of a recording, from other video streams
// of its file and from other files.
func (a assessment) views(g plan.Group, main *walker) error {
	it := main.Item
	rec := it.Recording
	rec.Kind = kindOf(it.Source, it.Probe.Media.Video)
	if rec.Picture == nil || it.Reason != "" {
		return nil
	}
	for _, v := range it.Probe.Media.Pictures {
		if len(g.Parts) > 0 {
			it.remarks = append(it.remarks, "has further views that are left out, since the file was joined with others")
			break
		}
		a.view(main, it.Source, *it.Probe.Media, v, 0)
	}
	for _, i := range g.Views {
		other := &a.items[i]
		start, err := a.offset(main, other)
		if err != nil {
			return err
		}
		if !start.known {
			continue
		}
		offset, apart := start.seconds, start.apart
		if plan.Apart(rec.Duration, other.Probe.Media.Duration, offset) {
			start.remark, apart = plan.ApartWarning(it.Source.Name, start.source)+offsetHint, true
		}
		if start.remark != "" {
			other.remarks = append(other.remarks, start.remark)
		}
		if apart {
			if err = a.standalone(plan.Group{Head: i}); err != nil {
				return err
			}
			continue
		}
		other.Place.start = offset
		other.remarks = append(other.remarks, main.viewWarnings(*other.Probe.Media, offset)...)
		other.remarks = append(other.remarks, other.Probe.Media.LeftOut...)
		src := other.Source
		if src.ViewOf == "" && kindOf(src, other.Probe.Media.Video) != "" {
			src.Title = "" // the title of the recording, not of this view
		}
		a.view(main, src, *other.Probe.Media, *other.Probe.Media.Video, offset)
		a.viewCaptions(main, other, offset)
	}
	name(rec)
	return nil
}

// viewWarnings returns warnings about the parts of a view's file that the recording does
// not use.
func (r *walker) viewWarnings(m meeting.Media, offset float64) []string {
	var list []string
	name := r.Source.Name
	switch {
	case len(m.Audio) > 0 && r.silent():
		list = append(list, fmt.Sprintf("has sound that is not used: the recording uses the sound of %s, which is silent; to change that, list this file first under recordings in meeting.yaml", name))
	case len(m.Audio) > max(1, len(r.Recording.Tracks)):
		list = append(list, fmt.Sprintf("has %d sound tracks that are not used: the recording uses the sound of %s; to change that, list this file first under recordings in meeting.yaml", len(m.Audio), name))
	}
	if len(m.Chapters) > 0 && len(r.Recording.ChapterList) == 0 {
		list = append(list, "has chapters that are not used: the recording uses those of "+name)
	}
	return append(list, plan.OverlapWarnings(name, r.Recording.Duration, m.Duration, offset)...)
}

// standalone publishes a group of files as a separate recording.
func (a assessment) standalone(g plan.Group) error {
	for _, i := range g.Members() {
		a.items[i].Place = nil
	}
	a.main = false
	return a.recording(g)
}

// view requests the steps of one view.
func (a assessment) view(main *walker, src meeting.Source, found meeting.Media, v meeting.Video, offset float64) {
	planned := main.Recording.View(src, found, v, offset)
	own := Item{Source: src, Probe: main.Probe}
	own.Recording = &Recording{Recording: planned, WhyEncoded: planned.Encoded, ChapterList: main.Recording.ChapterList, Kind: kindOf(src, &v)}
	r := walker{Item: &own, meeting: main.meeting, look: a.look, sure: a.sure, shared: main.sound}
	r.walk()
	if own.Reason != "" {
		r.dropUnsettled()
	}
	main.Steps = append(main.Steps, own.Steps...)
	main.Item.Recording.Views = append(main.Item.Recording.Views, &View{
		Recording: own.Recording, Source: src, Title: v.Title, Made: own.Made, Reason: own.Reason,
	})
	if own.Reason != "" {
		main.Item.Recording.warnings = append(main.Item.Recording.warnings, fmt.Sprintf("is published without its view %s: the file %s", src.Name, own.Reason))
	}
}

// kindOf returns what a view shows: as the record says, or else by the stream's title.
func kindOf(src meeting.Source, v *meeting.Video) meeting.View {
	if src.View != "" || v == nil {
		return src.View
	}
	return meeting.ViewNamed(v.Title)
}

// name gives each further view a unique ID and title.
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

// ViewTitle returns the title of a kind of view in menus.
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

// viewStart is the start of a view's file on the recording's timeline.
type viewStart struct {
	known   bool // false until the comparison settles
	seconds float64
	apart   bool   // the view does not overlap the recording
	source  string // how the offset was found; empty if meeting.yaml gives it
	remark  string // a warning about the view's file, a predicate; may be empty
}

// offsetHint tells users how to correct an offset.
const offsetHint = "; if that is wrong, write its offset in meeting.yaml"

// offset returns the start of a view: from the record, else by matching the sound of the
// two files, else by the clocks of their recorders.
func (a assessment) offset(main *walker, other *Item) (viewStart, error) {
	if o := other.Source.Offset; o != nil {
		return viewStart{known: true, seconds: *o}, nil
	}
	if o := main.Source.Offset; o != nil && main.Source.ViewOf == other.Source.ID {
		return viewStart{known: true, seconds: -*o}, nil // the silent file was listed first
	}
	rec, err := plan.ForRecording(a.meeting, other.Source, *other.Probe.Media)
	if err != nil {
		return viewStart{}, err
	}
	found := a.match(main, rec)
	switch {
	case !found.Settled():
		return viewStart{}, nil
	case found.Result != nil && found.Result.Offset != nil && found.Result.Offset.Found:
		at := found.Result.Offset
		b := viewStart{known: true, seconds: at.Seconds, source: "by their sound"}
		if gain := at.Drift * rec.Duration; math.Abs(gain) >= maxDrift {
			b.remark = fmt.Sprintf("drifts against %s by %.1f s over the whole recording, so the two lose sync", main.Source.Name, gain)
		}
		return b, nil
	}
	return offsetByClocks(main.Source.Name, *main.Probe.Media, *other.Probe.Media), nil
}

// offsetByClocks returns the start of a view whose sound does not match that of the
// recording, by the clocks of the two recorders. name is the recording's file.
func offsetByClocks(name string, main, other meeting.Media) viewStart {
	if guess, ok := plan.GuessOffset(main, other); ok {
		return viewStart{
			known: true, seconds: guess, source: "by the clocks of their recorders",
			remark: fmt.Sprintf("is shown beside %s by the clocks of the two recorders, since their sound does not match", name) + offsetHint,
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
		return viewStart{known: true, apart: true, remark: fmt.Sprintf("is not shown beside %s: by its clock it was recorded %s", name, distance) + offsetHint}
	case known:
		return viewStart{known: true, remark: fmt.Sprintf("is assumed to begin together with %s: their sound does not match, and by its clock it was recorded %s", name, distance) + offsetHint}
	}
	return viewStart{known: true, remark: fmt.Sprintf("is assumed to begin together with %s, since neither its sound nor its clock gives an offset", name) + offsetHint}
}

// maxDrift is the clock difference in seconds that viewers do not notice.
const maxDrift = 0.1

// match requests the offset of another recording from the main one by their sound. The
// outcome is settled without a result if one of them has no sound.
func (a assessment) match(main *walker, other plan.Recording) steps.Outcome {
	var prints []plan.Step
	for _, rec := range []plan.Recording{main.Recording.Recording, other} {
		step, out := a.fingerprint(main, rec)
		if out.Result == nil {
			return out
		}
		prints = append(prints, step)
	}
	return main.request(a.look, plan.ForOffset(prints[0], prints[1], prints[0].Space))
}

// fingerprint requests the fingerprint of the first audio track that is not silent. The
// outcome is settled without a result if there is none.
func (a assessment) fingerprint(main *walker, rec plan.Recording) (plan.Step, steps.Outcome) {
	for _, step := range rec.Fingerprints() {
		out := main.request(a.look, step)
		if !out.Settled() {
			return step, out
		}
		if out.Result != nil && out.Result.Fingerprint != nil && out.Result.Fingerprint.Heard > 0 {
			return step, out
		}
	}
	return plan.Step{}, steps.Outcome{Status: steps.Status{Failed: "has no sound"}}
}
