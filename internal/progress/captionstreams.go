package progress

import (
	"cmp"
	"fmt"

	"proceedings/internal/plan"
	"proceedings/internal/steps"
)

// subtitles asks for the captions within the originals of a recording.
func (a assessment) subtitles(it *Item) {
	if it.Reason != "" {
		return
	}
	rec := it.Recording
	for part, original := range rec.Originals() {
		owner := it
		if part > 0 {
			owner = &a.items[rec.PartItems[part-1]]
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
func (a assessment) captionsWithin(main *walker, other *Item, offset float64) {
	media := *other.Probe.Media
	planned := main.Recording.View(other.Source, media, *media.Video, offset)
	own := Item{Source: other.Source}
	found := own.captionsIn(a.look, planned)
	main.Steps = append(main.Steps, own.Steps...)
	main.Recording.CaptionList = append(main.Recording.CaptionList, found.captions...)
	other.remarks = append(other.remarks, append(planned.Warnings(), found.leftOut...)...)
}

// streams is the captions within an original.
type streams struct {
	captions []Caption
	open     bool     // there are steps that are not settled
	leftOut  []string // why some cannot be used, predicates
}

// captionsIn asks for the captions within an original that was planned.
func (it *Item) captionsIn(look Lookup, rec plan.Recording) streams {
	var found streams
	for _, s := range rec.Subtitles() {
		step := rec.Subtitle(s)
		out := it.ask(look, step)
		switch {
		case out.Result != nil:
			found.captions = append(found.captions, Caption{Made: out.Result, step: step, Language: s.Language, Title: s.Title, Impaired: s.Impaired, stream: s.Index})
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
func (it *Item) closedIn(look Lookup, rec plan.Recording, found *streams) {
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
				found.captions = append(found.captions, Caption{
					Made: out.Result, step: step, Language: s.Language, Title: title, Impaired: true, stream: s.Index, channel: channel,
				})
			}
		}
	}
}
