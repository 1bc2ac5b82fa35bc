package progress

import (
	"cmp"
	"fmt"
	"slices"

	"proceedings/internal/captions"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// partCaptions holds the captions of each part of a joined recording.
type partCaptions struct {
	list []Caption // finished captions
	open bool      // some steps have not settled
}

// add adds captions to a recording. [joinCaptions] joins the captions of single parts
// before they are published.
func (r *Recording) add(c Caption) {
	if len(r.PartItems) > 0 && c.part != wholeRecording {
		r.ofParts.list = append(r.ofParts.list, c)
		return
	}
	r.CaptionList = append(r.CaptionList, c)
}

// joinCaptions requests the steps that join the captions of a recording's parts into
// tracks, once the captions of all parts are done.
func joinCaptions(items []Item, at int, look Lookup) {
	it := &items[at]
	rec := it.Recording
	if rec == nil || it.Reason != "" || rec.ofParts.open || slices.ContainsFunc(items, func(it Item) bool { return it.pending() }) {
		return
	}
	for _, track := range captionTracks(rec.ofParts.list, len(rec.PartItems)+1) {
		var needs []plan.PartCaptions
		for _, c := range track {
			needs = append(needs, plan.PartCaptions{Part: c.part, Step: c.step, File: c.FromFile})
		}
		out := it.request(look, rec.CaptionJoin(needs))
		if out.Result == nil && out.Status.Failed != "" {
			rec.warnings = append(rec.warnings, "has no captions from its parts: joining them "+out.Status.Failed)
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
			whole := joinedMetadata(track)
			whole.Made = out.Result
			rec.CaptionList = append(rec.CaptionList, whole)
		}
	}
}

// warnOutside adds a warning that n captions lie outside the time of their part.
func warnOutside(items []Item, head int, c Caption, n int) {
	part := head
	if c.part > 0 {
		part = items[head].Recording.PartItems[c.part-1]
	}
	of := &items[part]
	text := fmt.Sprintf("has captions (stream %d) before its start or after its end", c.stream)
	if c.FromFile {
		text = "has captions outside the time of " + of.Source.Name
		of = &items[c.file]
	}
	of.remarks = append(of.remarks, fmt.Sprintf("%s, which are left out (%d of %d)", text, n, c.Made.Captions.Cues))
}

// captionTracks groups the captions of all parts into tracks that continue from part to
// part. Caption files, subtitle streams and each closed-caption channel form separate
// tracks.
func captionTracks(list []Caption, parts int) (tracks [][]Caption) {
	type class struct {
		beside  bool
		channel int
	}
	var order []class
	byClass := map[class][][]Caption{}
	for _, c := range list {
		own := class{c.FromFile, c.channel}
		if byClass[own] == nil {
			order, byClass[own] = append(order, own), make([][]Caption, parts)
		}
		byClass[own][c.part] = append(byClass[own][c.part], c)
	}
	for _, own := range order {
		labels := make([][]meeting.Subtitle, parts)
		for k, found := range byClass[own] {
			for _, c := range found {
				labels[k] = append(labels[k], meeting.Subtitle{Language: c.language(), Title: c.Title, Impaired: c.Impaired})
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

// language returns the language from the record or, if that has none, from the file.
func (c Caption) language() string {
	return cmp.Or(captions.Tag(c.Language), captions.Tag(c.Made.Captions.Language))
}

// joinedMetadata returns the metadata of a joined track. The track is reviewed if all of its
// parts are.
func joinedMetadata(track []Caption) Caption {
	whole := track[0]
	whole.Language = whole.language()
	for _, c := range track[1:] {
		whole.Language = cmp.Or(whole.Language, c.language())
		whole.Title = cmp.Or(whole.Title, c.Title)
		whole.Reviewed = whole.Reviewed && c.Reviewed
	}
	return whole
}
