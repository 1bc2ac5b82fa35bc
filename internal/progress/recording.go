package progress

import (
	"fmt"
	"slices"

	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/transcode"
)

// Recording is the state of a recording.
type Recording struct {
	plan.Recording

	Copied      *meeting.Part        // the top rung, if the source's video is copied
	WhyEncoded  string               // why the video is not copied, a predicate
	Downloads   *steps.Result        // the files to download
	ChapterList []meeting.Chapter    // on the recording's timeline
	Quiet       []meeting.Stretch    // stretches without audible sound; none until the audio is done
	CaptionList []Caption            // finished captions
	ofParts     partCaptions         // captions of the parts of a joined recording
	warnings    []string             // predicates
	PartItems   []int                // items of the second and later parts
	Views       []*View              // further views
	Kind        meeting.View         // what the main view shows
	organised   bool                 // the record gives its chapters, or starts of its presentations
	breaks      bool                 // long breaks become chapters
	ofFile      []meeting.Chapter    // ChapterList without breaks, before slides are found
	SlideTimes  []manifest.SlideTime // with the organiser's corrections
	NotAligned  string               // why there are no slide times, a predicate
	aligned     []manifest.SlideTime // SlideTimes as they were found
	footage     *plan.Footage        // of the complete version, to find slides in; nil until it is there
	best        *plan.Footage        // the same with the largest rendition, to take pictures of slides from
	Found       *FoundDeck           // the slides in its picture, if the meeting has no deck; nil if there are none
	files       []plan.Step          // parts of the files to download
	inFiles     []meeting.Chapter    // chapters in the files to download
	Trim        meeting.Stretch      // the part to play; the zero value for all of it
	suggested   meeting.Stretch      // the part without silence at the ends; the zero value if there is none, or if slides are still searched
	Trimmed     *steps.Result        // files to download with this part only
	fileTitle   string               // in the files to download
	expected    float64              // cost of future steps that are not planned yet, CPU seconds
}

// assessment computes the progress of a meeting's recordings.
type assessment struct {
	meeting meeting.Meeting
	items   []Item
	look    Lookup
	main    bool // the recording is the meeting's main one
	sure    bool // main is final
}

// recording requests the steps of a recording as far as results allow. Audio and the
// copy of the video come first, since they make the recording playable. The copy also
// decides which rungs the chunks encode.
func (a assessment) recording(g plan.Group) error {
	it := &a.items[g.Head]
	it.Main = a.main
	rec, err := planGroup(a.meeting, a.items, g)
	if err != nil {
		return err
	}
	a.setPlaces(g, rec)
	m := OnTimelines(a.meeting, a.items)
	it.remarks = append(it.remarks, missingParts(it.Source.Missing)...)
	it.Recording = &Recording{
		Recording: rec, WhyEncoded: rec.Encoded, warnings: rec.Warnings(), PartItems: g.Parts,
	}
	it.Recording.setChapters(m, it.Source, a.main)
	r := walker{Item: it, meeting: m, look: a.look, main: a.main, sure: a.sure}
	r.walk()
	if err = a.views(g, &r); err != nil {
		return err
	}
	a.embeddedCaptions(it) // last, since no other step waits for captions
	if err = a.copies(g, &r); err != nil {
		return err
	}
	rest := g.Members()[1:]
	if it.Reason != "" && len(g.Views) > 0 { // use another view instead
		if err = a.standalone(plan.Group{Head: g.Views[0], Views: g.Views[1:], Copies: g.Copies}); err != nil {
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

// walker requests the steps of one recording or view.
type walker struct {
	*Item

	meeting meeting.Meeting
	look    Lookup
	main    bool          // the meeting's main recording
	sure    bool          // main is final
	shared  *sharedSound  // for a view: the audio of its recording
	parts   []plan.Step   // finished steps of the complete version
	first   []plan.Step   // steps of the first playable version; empty if there is none yet
	copy    *steps.Result // the copied video, if any
	failed  string        // why a chunk failed; empty if none did

	sound *sharedSound // the recording's own audio, for its views; nil if it has none
}

// sharedSound is the audio step of a recording, with its outcome.
type sharedSound struct {
	step    plan.Step
	outcome steps.Outcome
}

// walk requests the steps of the recording as far as results allow.
func (r *walker) walk() {
	rec := r.Recording
	sound, hasSound := rec.Audio()
	var copied, soundOut steps.Outcome
	if r.shared != nil {
		sound, soundOut, hasSound = r.shared.step, r.shared.outcome, true
	}
	copyStep, canCopy := rec.Copy()
	if canCopy {
		copied = r.request(r.look, copyStep)
	}
	if hasSound && r.shared == nil {
		soundOut = r.request(r.look, sound)
		r.sound = &sharedSound{sound, soundOut}
	}
	if canCopy {
		if !copied.Settled() {
			rec.expected = cost(rec.Chunks(plan.Decided{}))
			return
		}
		r.applyCopy(copyStep, copied)
	}
	if failed := soundOut.Status.Failed; failed != "" && soundOut.Result == nil {
		if rec.Picture == nil {
			r.Reason = failed
			return
		}
		hasSound = false // publish the video alone
		rec.warnings = append(rec.warnings, "is published without sound: the encode "+failed)
	}
	if hasSound && soundOut.Result != nil {
		r.parts = append(r.parts, sound)
	}
	if soundOut.Result != nil && soundOut.Result.Audio != nil && r.shared == nil {
		r.applyQuiet(soundOut.Result.Audio.Quiet())
	}
	if r.copy != nil && (!hasSound || soundOut.Result != nil) {
		r.first = r.parts
	}

	chunks, known := r.chunks()
	if !known {
		r.earlyPackage()
		return
	}
	// The files below contain chapters, which depend on the choice of the main recording.
	if len(r.open()) > 0 || r.failed != "" || !r.sure || r.shared != nil && !soundOut.Settled() {
		r.earlyPackage()
		return
	}
	r.downloads(sound, hasSound, chunks)
	out := r.request(r.look, rec.Package(append(append([]plan.Step{}, r.parts...), chunks...), true, r.posterTime()))
	if !out.Settled() {
		r.earlyPackage() // keep the playable version
		return
	}
	if r.Made = out.Result; r.Made == nil {
		r.Reason = out.Status.Failed
		return
	}
	if f, has := plan.LowestRung(chunks, rec.Copied, copyStep); has {
		rec.footage = &f
	}
	if f, has := plan.HighestRung(chunks, rec.Copied, copyStep); has {
		rec.best = &f
	}
}

// applyQuiet records the quiet stretches and makes breaks chapters.
func (r *walker) applyQuiet(quiet []meeting.Stretch) {
	rec := r.Recording
	rec.Quiet = quiet
	rec.ChapterList = rec.withBreaks(rec.ChapterList)
}

// withBreaks adds the breaks to chapters, unless the record says what the chapters are.
func (r *Recording) withBreaks(list []meeting.Chapter) []meeting.Chapter {
	if !r.breaks {
		return list
	}
	return plan.WithBreaks(list, plan.Breaks(r.Quiet, r.Duration), r.Duration)
}

// applyCopy records the outcome of the copy step.
func (r *walker) applyCopy(s plan.Step, out steps.Outcome) {
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

// unalignedCuts is why the complete version encodes a video that was copied. All rungs
// share the cuts in the plan, so the decoded frames of this source differ from its
// packets.
const unalignedCuts = "cannot be cut at the same frames when copied and when decoded"

// encodeAll replaces the copied video in the complete version. The first playable
// version keeps it.
func (r *walker) encodeAll() {
	r.Recording.Copied, r.Recording.WhyEncoded = nil, unalignedCuts
	r.parts = slices.Clone(r.parts[1:])
}

// chunks requests the sample and the chunks to encode. It returns false until the sample
// settles.
func (r *walker) chunks() ([]plan.Step, bool) {
	rec := r.Recording
	decided := plan.Decided{Copied: rec.Copied != nil}
	if sample, want := rec.Sample(rec.Copied != nil); want {
		out := r.request(r.look, sample)
		if !out.Settled() {
			rec.expected = cost(rec.Chunks(decided))
			return nil, false
		}
		if out.Result != nil && out.Result.Sample != nil { // without a sample, encode all rungs
			decided.Bits = out.Result.Sample.Bits
		}
	}
	list := rec.Chunks(decided)
	var made []steps.Result
	for _, s := range list {
		out := r.request(r.look, s)
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

// earlyPackage requests the first playable version. It is published until the complete
// version is done, or instead of it if a chunk fails.
func (r *walker) earlyPackage() {
	rec := r.Recording
	if r.failed != "" && r.copy == nil {
		r.Reason = r.failed
	}
	if len(r.first) == 0 || r.Reason != "" {
		return
	}
	if r.failed != "" {
		r.dropUnsettled()
		rec.Copied, rec.WhyEncoded = r.copy.Copy.Part, ""
		rec.footage = &plan.Footage{Rung: rec.Copied.Rendition, Steps: r.first[:1]}
		rec.best = rec.footage
		rec.warnings = append(rec.warnings, "has no smaller renditions: the encode "+r.failed)
	}
	out := r.request(r.look, rec.Package(r.first, false, nil))
	r.Made = out.Result
	if r.failed != "" && out.Result == nil { // otherwise the complete version follows
		r.Reason = out.Status.Failed
	}
}

// silent reports whether a recording has no audio, or was found to be silent.
func (r *walker) silent() bool {
	if r.sound == nil {
		return true
	}
	result := r.sound.outcome.Result
	return result != nil && result.Audio != nil && !result.Audio.Audible(r.Recording.Level.Floor)
}

// dropUnsettled drops the steps that have not settled. Their results are not needed.
func (r *walker) dropUnsettled() {
	var settled []Step
	for _, s := range r.Steps {
		if s.Outcome.Settled() {
			settled = append(settled, s)
		}
	}
	r.Steps = settled
}

// downloads requests the files to download. If that step fails, the recording is
// published without downloads.
func (r *walker) downloads(sound plan.Step, hasSound bool, chunks []plan.Step) {
	var parts []plan.Step
	if r.Recording.Copied != nil {
		parts = append(parts, r.parts[0])
	} else {
		parts = append(parts, chunks...)
	}
	if hasSound {
		parts = append(parts, sound)
	}
	r.Recording.files, r.Recording.fileTitle = parts, r.Source.Title
	out := r.request(r.look, r.Recording.Progressive(r.meeting, r.Source.Title, r.Recording.ChapterList, parts))
	r.Recording.Downloads = out.Result
	if out.Result == nil && out.Status.Failed != "" {
		r.Recording.warnings = append(r.Recording.warnings, "is not offered for download: the file "+out.Status.Failed)
	}
}

// posterTime returns the poster time in the record, in seconds; nil if it has none.
func (r *walker) posterTime() *float64 {
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
