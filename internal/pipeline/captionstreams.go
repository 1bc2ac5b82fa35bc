package pipeline

import (
	"cmp"
	"fmt"

	"proceedings/internal/plan"
	"proceedings/internal/steps"
)

// subtitles asks for the captions within the originals of a recording.
func (a assessment) subtitles(it *item) {
	if it.reason != "" {
		return
	}
	rec := it.recording
	for part, original := range rec.Originals() {
		owner := it
		if part > 0 {
			owner = &a.items[rec.parts[part-1]]
		}
		found := owner.captionsIn(a.look, original)
		for _, c := range found.captions {
			c.part = part
			rec.add(c)
		}
		rec.ofParts.open = rec.ofParts.open || found.open
		if part == 0 {
			rec.warnings = append(rec.warnings, found.leftOut...)
		} else {
			owner.remarks = append(owner.remarks, found.leftOut...)
		}
	}
}

// captionsWithin asks for the captions in an original that begins offset seconds
// into a recording and is another picture of it. The captions belong to
// the recording; warnings about what is left out name the original.
func (a assessment) captionsWithin(main *road, other *item, offset float64) {
	media := *other.probe.Media
	planned := main.recording.View(other.source, media, *media.Video, offset)
	own := item{source: other.source}
	found := own.captionsIn(a.look, planned)
	main.steps = append(main.steps, own.steps...)
	main.recording.captions = append(main.recording.captions, found.captions...)
	other.remarks = append(other.remarks, append(planned.Warnings(), found.leftOut...)...)
}

// streams is the captions within an original.
type streams struct {
	captions []caption
	open     bool     // there are steps that are not settled
	leftOut  []string // why some cannot be used, predicates
}

// captionsIn asks for the captions within an original that was planned.
func (it *item) captionsIn(look asker, rec plan.Recording) streams {
	var found streams
	for _, s := range rec.Subtitles() {
		step := rec.Subtitle(s)
		out := it.ask(look, step)
		switch {
		case out.Result != nil:
			found.captions = append(found.captions, caption{made: out.Result, step: step, language: s.Language, title: s.Title, impaired: s.Impaired, stream: s.Index})
		case out.Status.Failed != "":
			found.leftOut = append(found.leftOut, fmt.Sprintf("is without the captions of its stream %d, which %s", s.Index, out.Status.Failed))
		default:
			found.open = true
		}
	}
	it.closedIn(look, rec, &found)
	return found
}

// closedIn asks for the closed captions. The step for a stream says which
// channels have some, and gives those of the first.
func (it *item) closedIn(look asker, rec plan.Recording, found *streams) {
	for _, s := range rec.Closed() {
		ask := func(channel int) (plan.Step, steps.Outcome) {
			step := rec.ClosedCaptions(s, channel)
			out := it.ask(look, step)
			if failed := out.Status.Failed; out.Result == nil && failed != "" {
				found.leftOut = append(found.leftOut, fmt.Sprintf("is without closed captions: its stream %d %s", s.Index, failed))
			}
			found.open = found.open || !out.Settled()
			return step, out
		}
		step, out := ask(0)
		if out.Result == nil || out.Result.Captions == nil {
			continue
		}
		for i, channel := range out.Result.Captions.Channels {
			if i > 0 {
				step, out = ask(channel)
			}
			if out.Result != nil && out.Result.Captions.VTT != "" {
				title := cmp.Or(s.Title, fmt.Sprintf("CC%d", channel))
				found.captions = append(found.captions, caption{
					made: out.Result, step: step, language: s.Language, title: title, impaired: true, stream: s.Index, channel: channel,
				})
			}
		}
	}
}
