package pipeline

import (
	"cmp"
	"fmt"

	"proceedings/internal/plan"
)

// subtitles asks for the captions within the originals of a recording.
func (a assessment) subtitles(it *item) error {
	if it.reason != "" {
		return nil
	}
	rec := it.recording
	for part, original := range rec.Originals() {
		owner := it
		if part > 0 {
			owner = &a.items[rec.parts[part-1]]
		}
		found, err := owner.captionsIn(a.look, original)
		if err != nil {
			return err
		}
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
	return nil
}

// captionsWithin asks for the captions in an original that begins offset seconds
// into a recording and is another picture of it. The captions belong to
// the recording; warnings about what is left out name the original.
func (a assessment) captionsWithin(main *road, other *item, offset float64) error {
	media := *other.probe.Media
	planned := main.recording.View(other.source, media, *media.Video, offset)
	own := item{source: other.source}
	found, err := own.captionsIn(a.look, planned)
	main.steps = append(main.steps, own.steps...)
	main.recording.captions = append(main.recording.captions, found.captions...)
	other.remarks = append(other.remarks, append(planned.Warnings(), found.leftOut...)...)
	return err
}

// streams is the captions within an original.
type streams struct {
	captions []caption
	open     bool     // there are steps that are not settled
	leftOut  []string // why some cannot be used, predicates
}

// captionsIn asks for the captions within an original that was planned.
func (it *item) captionsIn(look asker, rec plan.Recording) (streams, error) {
	var found streams
	for _, s := range rec.Subtitles() {
		step := rec.Subtitle(s)
		out, err := it.ask(look, step)
		if err != nil {
			return found, err
		}
		switch {
		case out.Result != nil:
			found.captions = append(found.captions, caption{made: out.Result, step: step, language: s.Language, title: s.Title, impaired: s.Impaired, stream: s.Index})
		case out.Status.Failed != "":
			found.leftOut = append(found.leftOut, fmt.Sprintf("is without the captions of its stream %d, which %s", s.Index, out.Status.Failed))
		default:
			found.open = true
		}
	}
	return found, it.closedIn(look, rec, &found)
}

// closedIn asks for the closed captions. The step for a stream says which
// channels have some, and gives those of the first.
func (it *item) closedIn(look asker, rec plan.Recording, found *streams) error {
	for _, s := range rec.Closed() {
		ask := func(channel int) (plan.Step, Outcome, error) {
			step := rec.ClosedCaptions(s, channel)
			out, err := it.ask(look, step)
			if failed := out.Status.Failed; err == nil && out.Result == nil && failed != "" {
				found.leftOut = append(found.leftOut, fmt.Sprintf("is without closed captions: its stream %d %s", s.Index, failed))
			}
			found.open = found.open || !out.Settled()
			return step, out, err
		}
		step, out, err := ask(0)
		if err != nil {
			return err
		}
		if out.Result == nil || out.Result.Captions == nil {
			continue
		}
		for i, channel := range out.Result.Captions.Channels {
			if i > 0 {
				if step, out, err = ask(channel); err != nil {
					return err
				}
			}
			if out.Result != nil && out.Result.Captions.VTT != "" {
				title := cmp.Or(s.Title, fmt.Sprintf("CC%d", channel))
				found.captions = append(found.captions, caption{
					made: out.Result, step: step, language: s.Language, title: title, impaired: true, stream: s.Index, channel: channel,
				})
			}
		}
	}
	return nil
}
