package pipeline

import (
	"fmt"
	"slices"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/transcode"
)

// recording is what is known of a recording on its way.
type recording struct {
	plan.Recording

	copied   *meeting.Part     // the top rung, if it is the source's own picture
	encoded  string            // why it is not; a predicate
	plain    *steps.Result     // the files to download
	chapters []meeting.Chapter // on the timeline
	captions []caption         // that are done
	ofParts  partCaptions      // of a joined one: what makes its captions
	warnings []string          // predicates
	parts    []int             // items of the further originals that it was joined from
	views    []*view           // further pictures
	kind     meeting.View      // what its own picture shows
	expected float64           // cost of steps that are to come and not known yet, seconds of a processor
}

// assessment is how far the recordings of a meeting are.
type assessment struct {
	meeting meeting.Meeting
	items   []item
	look    asker
	main    bool // the recording is the meeting's main one,
	sure    bool // and that is certain
}

// recording goes the road of a recording as far as results lead. The sound and
// a copy of the picture come first, since with them it can be played; what the
// copy turns out to be decides on what is left for the chunks.
func (a assessment) recording(g plan.Group) error {
	it := &a.items[g.Head]
	it.main = a.main
	rec, err := plannedOf(a.meeting, a.items, g)
	if err != nil {
		return err
	}
	a.put(g, rec)
	m := placed(a.meeting, a.items)
	it.remarks = append(it.remarks, missingParts(it.source.Missing)...)
	it.recording = &recording{
		Recording: rec, encoded: rec.Encoded, warnings: rec.Warnings(), parts: g.Parts,
		chapters: rec.Chapters(chaptersOf(m, it.source, a.main), talksOf(m, it.source, a.main)),
	}
	r := road{item: it, meeting: m, look: a.look, main: a.main, sure: a.sure}
	r.walk()
	if err = a.views(g, &r); err != nil {
		return err
	}
	a.subtitles(it) // last: nothing waits for them
	if err = a.twins(g, &r); err != nil {
		return err
	}
	rest := g.Members()[1:]
	if it.reason != "" && len(g.Views) > 0 { // another picture of it may be good
		if err = a.alone(plan.Group{Head: g.Views[0], Views: g.Views[1:], Twins: g.Twins}); err != nil {
			return err
		}
		rest = g.Parts
	}
	for _, i := range rest {
		if where := a.items[i].place; where != nil {
			a.items[i].made, where.open = it.made, len(it.open()) > 0
		}
		if it.reason != "" {
			a.items[i].reason = fmt.Sprintf("belongs to %s, which could not be used", it.source.Name)
		}
	}
	return nil
}

// road is one walk along a recording's steps.
type road struct {
	*item

	meeting meeting.Meeting
	look    asker
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
func (r *road) walk() {
	rec := r.recording
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
			r.reason = failed
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
	if r.made = out.Result; r.made == nil {
		r.reason = out.Status.Failed
	}
}

// copyDone takes in what came of copying the picture.
func (r *road) copyDone(s plan.Step, out steps.Outcome) {
	switch rec := r.recording; {
	case out.Result == nil || out.Result.Copy == nil:
		rec.encoded = "could not be copied: " + out.Status.Failed
	case out.Result.Copy.Part == nil:
		rec.encoded = out.Result.Copy.Unfit
	default:
		r.copy, rec.copied = out.Result, out.Result.Copy.Part
		r.parts = append(r.parts, s)
	}
}

// uneven is why a picture that was copied is encoded after all. The plan says
// where all rungs are cut, so this is a source whose frames are not those that
// its packets promise.
const uneven = "cannot be cut at the same frames when it is copied and when it is decoded"

// encodeAll gives the copied picture up for the whole version. What can be
// played already stays what it is.
func (r *road) encodeAll() {
	r.recording.copied, r.recording.encoded = nil, uneven
	r.parts = slices.Clone(r.parts[1:])
}

// chunks asks for all that is to be encoded. It returns false while it is not
// known what that is.
func (r *road) chunks() ([]plan.Step, bool) {
	rec := r.recording
	decided := plan.Decided{Copied: rec.copied != nil}
	if sample, want := rec.Sample(rec.copied != nil); want {
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
	if decided.Copied && len(made) == len(list) && !transcode.CutAlike(madeOf(append(made, *r.copy))) {
		r.encodeAll()
		return r.chunks()
	}
	return list, true
}

// early is a version that can be played while the rest is made, or instead of
// it where the rest cannot be made.
func (r *road) early() {
	rec := r.recording
	if r.failed != "" && r.copy == nil {
		r.reason = r.failed
	}
	if len(r.first) == 0 || r.reason != "" {
		return
	}
	if r.failed != "" {
		r.forget()
		rec.copied, rec.encoded = r.copy.Copy.Part, ""
		rec.warnings = append(rec.warnings, "has no smaller renditions: the encode "+r.failed)
	}
	out := r.ask(r.look, rec.Package(r.first, false, nil))
	r.made = out.Result
	if r.failed != "" && out.Result == nil { // else the whole version is still to come
		r.reason = out.Status.Failed
	}
}

// silent reports whether a recording is known to have no sound or only silence.
func (r *road) silent() bool {
	if r.sound == nil {
		return true
	}
	heard := r.sound.outcome.Result
	return heard != nil && heard.Audio != nil && !heard.Audio.Audible(r.recording.Level.Floor)
}

// forget drops the steps that are not settled: nothing waits for them.
func (r *road) forget() {
	var settled []staged
	for _, s := range r.steps {
		if s.outcome.Settled() {
			settled = append(settled, s)
		}
	}
	r.steps = settled
}

// plainFiles asks for the files to download. A recording does without them
// where they cannot be made.
func (r *road) plainFiles(sound plan.Step, hasSound bool, chunks []plan.Step) {
	var parts []plan.Step
	if r.recording.copied != nil {
		parts = append(parts, r.parts[0])
	} else {
		parts = append(parts, chunks...)
	}
	if hasSound {
		parts = append(parts, sound)
	}
	out := r.ask(r.look, r.recording.Progressive(r.meeting, r.source.Title, r.recording.chapters, parts))
	r.recording.plain = out.Result
	if out.Result == nil && out.Status.Failed != "" {
		r.recording.warnings = append(r.recording.warnings, "is not offered as one file: it "+out.Status.Failed)
	}
}

// posterAt is the time of the frame that was asked for.
func (r *road) posterAt() *float64 {
	if !r.main {
		return nil
	}
	return r.meeting.Poster
}

// chaptersOf is the chapters that were asked for of a recording.
func chaptersOf(m meeting.Meeting, src meeting.Source, main bool) []meeting.Chapter {
	var list []meeting.Chapter
	for _, c := range m.Chapters {
		if c.Recording == src.ID || c.Recording == "" && main {
			list = append(list, c)
		}
	}
	return list
}

// talksOf is the talks of a recording.
func talksOf(m meeting.Meeting, src meeting.Source, main bool) []meeting.Presentation {
	var talks []meeting.Presentation
	for _, p := range m.Presentations {
		if p.Recording == src.ID || p.Recording == "" && main {
			talks = append(talks, p)
		}
	}
	return talks
}

func cost(steps []plan.Step) (sum float64) {
	for _, s := range steps {
		sum += s.Cost
	}
	return sum
}
