package progress

import (
	"cmp"
	"fmt"
	"slices"

	"proceedings/internal/captions"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// partCaptions are the captions of the originals of a joined recording.
type partCaptions struct {
	list []Caption // that are done
	open bool      // there are steps that are not settled
}

// add takes captions of a recording: those of one of several parts are joined to
// those of the others first.
func (r *Recording) add(c Caption) {
	if len(r.PartItems) > 0 && c.part != wholeRecording {
		r.ofParts.list = append(r.ofParts.list, c)
		return
	}
	r.CaptionList = append(r.CaptionList, c)
}

// joinedCaptions asks for the caption tracks of a joined recording, each joined from
// those of its parts, once the parts' are done.
func joinedCaptions(items []Item, at int, look Lookup) {
	it := &items[at]
	rec := it.Recording
	if rec == nil || it.Reason != "" || rec.ofParts.open || slices.ContainsFunc(items, func(it Item) bool { return it.pending() }) {
		return
	}
	for _, track := range captionTracks(rec.ofParts.list, len(rec.PartItems)+1) {
		var needs []plan.PartCaptions
		for _, c := range track {
			needs = append(needs, plan.PartCaptions{Part: c.part, Step: c.step, File: c.Beside})
		}
		out := it.ask(look, rec.CaptionJoin(needs))
		if out.Result == nil && out.Status.Failed != "" {
			rec.warnings = append(rec.warnings, "is without captions of its parts: joining them "+out.Status.Failed)
		}
		if out.Result == nil || out.Result.Captions == nil {
			continue
		}
		made := out.Result.Captions
		for i, n := range made.Outside {
			if n > 0 {
				warnOutside(items, at, track[i], n)
			}
		}
		if made.VTT != "" {
			whole := wholeOf(track)
			whole.Made = out.Result
			rec.CaptionList = append(rec.CaptionList, whole)
		}
	}
}

// warnOutside warns that n captions lie outside of the part of a recording that
// they are of.
func warnOutside(items []Item, head int, c Caption, n int) {
	part := head
	if c.part > 0 {
		part = items[head].Recording.PartItems[c.part-1]
	}
	of := &items[part]
	text := fmt.Sprintf("has captions (stream %d) before its beginning or after its end", c.stream)
	if c.Beside {
		text = "has captions outside of the time of " + of.Source.Name
		of = &items[c.file]
	}
	of.remarks = append(of.remarks, fmt.Sprintf("%s, which are left out (%d of %d)", text, n, c.Made.Captions.Cues))
}

// captionTracks puts the captions of some parts together that go on from part to
// part: files, streams of text, and each channel of closed captions.
func captionTracks(list []Caption, parts int) (tracks [][]Caption) {
	type class struct {
		beside  bool
		channel int
	}
	var order []class
	byClass := map[class][][]Caption{}
	for _, c := range list {
		own := class{c.Beside, c.channel}
		if byClass[own] == nil {
			order, byClass[own] = append(order, own), make([][]Caption, parts)
		}
		byClass[own][c.part] = append(byClass[own][c.part], c)
	}
	for _, own := range order {
		labels := make([][]meeting.Subtitle, parts)
		for k, found := range byClass[own] {
			for _, c := range found {
				labels[k] = append(labels[k], meeting.Subtitle{Language: c.lang(), Title: c.Title, Impaired: c.Impaired})
			}
		}
		for _, places := range plan.AlignCaptions(labels) {
			var track []Caption
			for k, i := range places {
				if i >= 0 {
					track = append(track, byClass[own][k][i])
				}
			}
			tracks = append(tracks, track)
		}
	}
	return tracks
}

// lang is the language of captions as it was given, or else as their file
// names it.
func (c Caption) lang() string {
	return cmp.Or(captions.Tag(c.Language), captions.Tag(c.Made.Captions.Language))
}

// wholeOf is what is known of a track of captions by what its parts have: it is
// reviewed if all of them are.
func wholeOf(track []Caption) Caption {
	whole := track[0]
	whole.Language = whole.lang()
	for _, c := range track[1:] {
		whole.Language = cmp.Or(whole.Language, c.lang())
		whole.Title = cmp.Or(whole.Title, c.Title)
		whole.Reviewed = whole.Reviewed && c.Reviewed
	}
	return whole
}
