package progress

import (
	"fmt"
	"slices"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/transcode"
)

// Recording is what is known of a recording on its way.
type Recording struct {
	plan.Recording

	Copied      *meeting.Part     // the top rung, if it is the source's own picture
	WhyEncoded  string            // why it is not; a predicate
	Downloads   *steps.Result     // the files to download
	ChapterList []meeting.Chapter // on the timeline
	CaptionList []Caption         // that are done
	ofParts     partCaptions      // of a joined one: what makes its captions
	warnings    []string          // predicates
	PartItems   []int             // items of the further originals that it was joined from
	Views       []*View           // further pictures
	Kind        meeting.View      // what its own picture shows
	expected    float64           // cost of steps that are to come and not known yet, seconds of a processor
}

// assessment is how far the recordings of a meeting are.
type assessment struct {
	meeting meeting.Meeting
	items   []Item
	look    Lookup
	main    bool // the recording is the meeting's main one,
	sure    bool // and that is certain
}

// recording goes the road of a recording as far as results lead. The sound and
// a copy of the picture come first, since with them it can be played; what the
// copy turns out to be decides on what is left for the chunks.
func (a assessment) recording(g plan.Group) error {
	it := &a.items[g.Head]
	it.Main = a.main
	rec, err := plannedOf(a.meeting, a.items, g)
	if err != nil {
		return err
	}
	a.put(g, rec)
	m := Placed(a.meeting, a.items)
	it.remarks = append(it.remarks, missingParts(it.Source.Missing)...)
	it.Recording = &Recording{
		Recording: rec, WhyEncoded: rec.Encoded, warnings: rec.Warnings(), PartItems: g.Parts,
		ChapterList: rec.Chapters(chaptersOf(m, it.Source, a.main), presentationsOf(m, it.Source, a.main)),
	}
	r := walker{Item: it, meeting: m, look: a.look, main: a.main, sure: a.sure}
	r.walk()
	if err = a.views(g, &r); err != nil {
		return err
	}
	a.subtitles(it) // last: nothing waits for them
	if err = a.copies(g, &r); err != nil {
		return err
	}
	rest := g.Members()[1:]
	if it.Reason != "" && len(g.Views) > 0 { // another picture of it may be good
		if err = a.alone(plan.Group{Head: g.Views[0], Views: g.Views[1:], Twins: g.Twins}); err != nil {
			return err
		}
		rest = g.Parts
	}
	for _, i := range rest {
		if where := a.items[i].Place; where != nil {
			a.items[i].Made, where.open = it.Made, len(it.open()) > 0
		}
		if it.Reason != "" {
			a.items[i].Reason = fmt.Sprintf("belongs to %s, which could not be used", it.Source.Name)
		}
	}
	return nil
}

// walker is one walk along a recording's steps.
type walker struct {
	*Item

	meeting meeting.Meeting
	look    Lookup
	main    bool          // it is the meeting's main recording,
	sure    bool          // and that is certain
	shared  *sharedSound  // of another picture of the recording: the sound that it is shown with
	parts   []plan.Step   // of the whole version, that are done
	first   []plan.Step   // of the version that can be played first; empty while there is none
	copy    *steps.Result // the copied picture, if there is one
	failed  string        // why not all of it can be encoded; empty while nothing says so

	sound *sharedSound // for other pictures; nil where there is none
}

// sharedSound is the step that makes the sound of a recording.
type sharedSound struct {
	step    plan.Step
	outcome steps.Outcome
}

// walk asks for the steps of the recording, as far as the results of others lead.
func (r *walker) walk() {
	rec := r.Recording
	sound, hasSound := rec.Audio()
	var copied, heard steps.Outcome
	if r.shared != nil {
		sound, heard, hasSound = r.shared.step, r.shared.outcome, true
	}
	copyStep, canCopy := rec.Copy()
	if canCopy {
		copied = r.ask(r.look, copyStep)
	}
	if hasSound && r.shared == nil {
		heard = r.ask(r.look, sound)
		r.sound = &sharedSound{sound, heard}
	}
	if canCopy {
		if !copied.Settled() {
			rec.expected = cost(rec.Chunks(plan.Decided{}))
			return
		}
		r.copyDone(copyStep, copied)
	}
	if failed := heard.Status.Failed; failed != "" && heard.Result == nil {
		if rec.Picture == nil {
			r.Reason = failed
			return
		}
		hasSound = false // half of it is better than nothing
		rec.warnings = append(rec.warnings, "is without its sound: the encode "+failed)
	}
	if hasSound && heard.Result != nil {
		r.parts = append(r.parts, sound)
	}
	if r.copy != nil && (!hasSound || heard.Result != nil) {
		r.first = r.parts
	}

	chunks, known := r.chunks()
	if !known {
		r.early()
		return
	}
	// What follows tells of chapters, which hang on the main recording.
	if len(r.open()) > 0 || r.failed != "" || !r.sure || r.shared != nil && !heard.Settled() {
		r.early()
		return
	}
	r.plainFiles(sound, hasSound, chunks)
	out := r.ask(r.look, rec.Package(append(append([]plan.Step{}, r.parts...), chunks...), true, r.posterAt()))
	if !out.Settled() {
		r.early() // what could be played already can still be
		return
	}
	if r.Made = out.Result; r.Made == nil {
		r.Reason = out.Status.Failed
	}
}

// copyDone takes in what came of copying the picture.
func (r *walker) copyDone(s plan.Step, out steps.Outcome) {
	switch rec := r.Recording; {
	case out.Result == nil || out.Result.Copy == nil:
		rec.WhyEncoded = "could not be copied: " + out.Status.Failed
	case out.Result.Copy.Part == nil:
		rec.WhyEncoded = out.Result.Copy.Unfit
	default:
		r.copy, rec.Copied = out.Result, out.Result.Copy.Part
		r.parts = append(r.parts, s)
	}
}

// uneven is why a picture that was copied is encoded after all. The plan says
// where all rungs are cut, so this is a source whose frames are not those that
// its packets promise.
const uneven = "cannot be cut at the same frames when it is copied and when it is decoded"

// encodeAll gives the copied picture up for the whole version. What can be
// played already stays what it is.
func (r *walker) encodeAll() {
	r.Recording.Copied, r.Recording.WhyEncoded = nil, uneven
	r.parts = slices.Clone(r.parts[1:])
}

// chunks asks for all that is to be encoded. It returns false while it is not
// known what that is.
func (r *walker) chunks() ([]plan.Step, bool) {
	rec := r.Recording
	decided := plan.Decided{Copied: rec.Copied != nil}
	if sample, want := rec.Sample(rec.Copied != nil); want {
		out := r.ask(r.look, sample)
		if !out.Settled() {
			rec.expected = cost(rec.Chunks(decided))
			return nil, false
		}
		if out.Result != nil && out.Result.Sample != nil { // else all rungs are made
			decided.Bits = out.Result.Sample.Bits
		}
	}
	list := rec.Chunks(decided)
	var made []steps.Result
	for _, s := range list {
		out := r.ask(r.look, s)
		switch {
		case out.Result != nil:
			made = append(made, *out.Result)
		case out.Status.Failed != "":
			r.failed = out.Status.Failed
		}
	}
	if decided.Copied && len(made) == len(list) && !transcode.CutAlike(steps.Made(append(made, *r.copy))) {
		r.encodeAll()
		return r.chunks()
	}
	return list, true
}

// early is a version that can be played while the rest is made, or instead of
// it where the rest cannot be made.
func (r *walker) early() {
	rec := r.Recording
	if r.failed != "" && r.copy == nil {
		r.Reason = r.failed
	}
	if len(r.first) == 0 || r.Reason != "" {
		return
	}
	if r.failed != "" {
		r.forget()
		rec.Copied, rec.WhyEncoded = r.copy.Copy.Part, ""
		rec.warnings = append(rec.warnings, "has no smaller renditions: the encode "+r.failed)
	}
	out := r.ask(r.look, rec.Package(r.first, false, nil))
	r.Made = out.Result
	if r.failed != "" && out.Result == nil { // else the whole version is still to come
		r.Reason = out.Status.Failed
	}
}

// silent reports whether a recording is known to have no sound or only silence.
func (r *walker) silent() bool {
	if r.sound == nil {
		return true
	}
	heard := r.sound.outcome.Result
	return heard != nil && heard.Audio != nil && !heard.Audio.Audible(r.Recording.Level.Floor)
}

// forget drops the steps that are not settled: nothing waits for them.
func (r *walker) forget() {
	var settled []Step
	for _, s := range r.Steps {
		if s.Outcome.Settled() {
			settled = append(settled, s)
		}
	}
	r.Steps = settled
}

// plainFiles asks for the files to download. A recording does without them
// where they cannot be made.
func (r *walker) plainFiles(sound plan.Step, hasSound bool, chunks []plan.Step) {
	var parts []plan.Step
	if r.Recording.Copied != nil {
		parts = append(parts, r.parts[0])
	} else {
		parts = append(parts, chunks...)
	}
	if hasSound {
		parts = append(parts, sound)
	}
	out := r.ask(r.look, r.Recording.Progressive(r.meeting, r.Source.Title, r.Recording.ChapterList, parts))
	r.Recording.Downloads = out.Result
	if out.Result == nil && out.Status.Failed != "" {
		r.Recording.warnings = append(r.Recording.warnings, "is not offered as one file: it "+out.Status.Failed)
	}
}

// posterAt is the time of the frame that was asked for.
func (r *walker) posterAt() *float64 {
	if !r.main {
		return nil
	}
	return r.meeting.Poster
}

func cost(steps []plan.Step) (sum float64) {
	for _, s := range steps {
		sum += s.Cost
	}
	return sum
}
