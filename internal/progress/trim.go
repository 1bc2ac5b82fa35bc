package progress

import (
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// assessTrims decides which part of each recording is played, and requests the files to
// download with this part. Both need the slide times and the captions if ends are found
// automatically: a slide or a word is never trimmed.
func assessTrims(m meeting.Meeting, items []Item, look Lookup) {
	_, ready := shownDecks(items)
	for i := range items {
		it := &items[i]
		if it.Recording == nil || it.Reason != "" {
			continue
		}
		searched := ready && it.Made != nil && len(it.open()) == 0 && !captionsOpen(items, i)
		it.trim(m, searched)
		if searched {
			it.trimFiles(m, look)
		}
	}
}

// trim sets the part of a recording that is played. searched reports whether its slide
// times and captions are final.
func (it *Item) trim(m meeting.Meeting, searched bool) {
	rec := it.Recording
	want := m.TrimOf(it.Source, it.Main)
	if searched {
		rec.suggested = plan.Trim(rec.Quiet, rec.shown(), rec.Duration)
	} else if want.Start.Auto || want.End.Auto {
		return
	}
	kept, problem := plan.ApplyTrim(want, rec.suggested, rec.Duration)
	if rec.Trim = kept; problem != "" {
		rec.warnings = append(rec.warnings, problem)
	}
}

// shown returns the stretches in which a slide is shown or captions have words.
func (r *Recording) shown() []meeting.Stretch {
	var list []meeting.Stretch
	for _, t := range r.SlideTimes {
		list = append(list, meeting.Stretch{Start: t.Start, End: t.End})
	}
	for _, c := range r.CaptionList {
		if c.Made != nil && c.Made.Captions != nil && c.Made.Captions.Spoken != nil {
			list = append(list, *c.Made.Captions.Spoken)
		}
	}
	return list
}

// captionsOpen reports whether captions of a recording may still come from a caption file.
func captionsOpen(items []Item, head int) bool {
	if items[head].Recording.ofParts.open {
		return true
	}
	for i := range items {
		it := &items[i]
		if it.Source.Role != meeting.Captions && (it.Probe == nil || it.Probe.Role != meeting.Captions) {
			continue
		}
		if it.Reason == "" && (it.pending() || len(it.open()) > 0) {
			return true
		}
	}
	return false
}

// trimFiles requests the files to download with the part that is played, of each picture.
// Readers get the whole files until then. The encoded tracks are copied.
func (it *Item) trimFiles(m meeting.Meeting, look Lookup) {
	head := it.Recording
	if head.Trim == (meeting.Stretch{}) {
		return
	}
	for _, rec := range head.pictures() {
		if rec.Downloads == nil {
			continue
		}
		out := it.request(look, rec.Recording.Trimmed(m, rec.fileTitle, head.inFiles, rec.files, head.Trim))
		if rec.Trimmed = out.Result; out.Result == nil && out.Status.Failed != "" {
			head.warnings = append(head.warnings, "is offered for download without its trim: the file "+out.Status.Failed)
		}
	}
}
