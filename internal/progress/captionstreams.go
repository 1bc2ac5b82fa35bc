package progress

import (
	"cmp"
	"fmt"

	"proceedings/internal/plan"
	"proceedings/internal/steps"
)

// embeddedCaptions requests the captions from the streams of a recording's files.
func (a assessment) embeddedCaptions(it *Item) {
	if it.Reason != "" {
		return
	}
	rec := it.Recording
	for part, original := range rec.Originals() {
		owner := it
		if part > 0 {
			owner = &a.items[rec.PartItems[part-1]]
		}
		found := owner.streamCaptions(a.look, original)
		for _, c := range found.captions {
			c.part = part
			rec.add(c)
		}
		rec.ofParts.open = rec.ofParts.open || found.open
		if part == 0 {
			rec.warnings = append(rec.warnings, found.warnings...)
		} else {
			owner.remarks = append(owner.remarks, found.warnings...)
		}
	}
}

// viewCaptions requests the captions from the file of a view that begins offset
// seconds into the recording. The captions belong to the recording; warnings name the
// view's file.
func (a assessment) viewCaptions(main *walker, other *Item, offset float64) {
	media := *other.Probe.Media
	planned := main.Recording.View(other.Source, media, *media.Video, offset)
	own := Item{Source: other.Source}
	found := own.streamCaptions(a.look, planned)
	main.Steps = append(main.Steps, own.Steps...)
	main.Recording.CaptionList = append(main.Recording.CaptionList, found.captions...)
	other.remarks = append(other.remarks, append(planned.Warnings(), found.warnings...)...)
}

// streamResult holds the captions from the streams of one file.
type streamResult struct {
	captions []Caption
	open     bool     // some steps have not settled
	warnings []string // about unusable streams, predicates
}

// streamCaptions requests the captions from the streams of one file.
func (it *Item) streamCaptions(look Lookup, rec plan.Recording) streamResult {
	var found streamResult
	for _, s := range rec.Subtitles() {
		step := rec.Subtitle(s)
		out := it.request(look, step)
		switch {
		case out.Result != nil:
			found.captions = append(found.captions, Caption{Made: out.Result, step: step, Language: s.Language, Title: s.Title, Impaired: s.Impaired, stream: s.Index})
		case out.Status.Failed != "":
			found.warnings = append(found.warnings, fmt.Sprintf("is published without the captions of its stream %d: the stream %s", s.Index, out.Status.Failed))
		default:
			found.open = true
		}
	}
	it.closedCaptions(look, rec, &found)
	return found
}

// closedCaptions requests the closed captions. The first step for a stream lists the
// channels and makes the captions of the first one.
func (it *Item) closedCaptions(look Lookup, rec plan.Recording, found *streamResult) {
	for _, s := range rec.Closed() {
		request := func(channel int) (plan.Step, steps.Outcome) {
			step := rec.ClosedCaptions(s, channel)
			out := it.request(look, step)
			if failed := out.Status.Failed; out.Result == nil && failed != "" {
				found.warnings = append(found.warnings, fmt.Sprintf("is published without closed captions: its stream %d %s", s.Index, failed))
			}
			found.open = found.open || !out.Settled()
			return step, out
		}
		step, out := request(0)
		if out.Result == nil || out.Result.Captions == nil {
			continue
		}
		for i, channel := range out.Result.Captions.Channels {
			if i > 0 {
				step, out = request(channel)
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
