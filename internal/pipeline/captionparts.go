package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"proceedings/internal/captions"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
)

// partCaptions are the captions of the originals of a joined recording.
type partCaptions struct {
	list []caption // that are done
	open bool      // there are steps that are not settled
}

// add takes captions of a recording: those of one of several parts are joined to
// those of the others first.
func (r *recording) add(c caption) {
	if len(r.parts) > 0 && c.part != wholeRecording {
		r.ofParts.list = append(r.ofParts.list, c)
		return
	}
	r.captions = append(r.captions, c)
}

// joinedCaptions asks for the caption tracks of a joined recording, each joined from
// those of its parts, once the parts' are done.
func joinedCaptions(items []item, at int, look asker) {
	it := &items[at]
	rec := it.recording
	if rec == nil || it.reason != "" || rec.ofParts.open || slices.ContainsFunc(items, func(it item) bool { return it.pending() }) {
		return
	}
	for _, track := range captionTracks(rec.ofParts.list, len(rec.parts)+1) {
		var needs []plan.PartCaptions
		for _, c := range track {
			needs = append(needs, plan.PartCaptions{Part: c.part, Step: c.step, File: c.beside})
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
			whole.made = out.Result
			rec.captions = append(rec.captions, whole)
		}
	}
}

// warnOutside warns that n captions lie outside of the part of a recording that
// they are of.
func warnOutside(items []item, head int, c caption, n int) {
	part := head
	if c.part > 0 {
		part = items[head].recording.parts[c.part-1]
	}
	of := &items[part]
	text := fmt.Sprintf("has captions (stream %d) before its beginning or after its end", c.stream)
	if c.beside {
		text = "has captions outside of the time of " + of.source.Name
		of = &items[c.file]
	}
	of.remarks = append(of.remarks, fmt.Sprintf("%s, which are left out (%d of %d)", text, n, c.made.Captions.Cues))
}

// captionTracks puts the captions of some parts together that go on from part to
// part: files, streams of text, and each channel of closed captions.
func captionTracks(list []caption, parts int) (tracks [][]caption) {
	type class struct {
		beside  bool
		channel int
	}
	var order []class
	byClass := map[class][][]caption{}
	for _, c := range list {
		own := class{c.beside, c.channel}
		if byClass[own] == nil {
			order, byClass[own] = append(order, own), make([][]caption, parts)
		}
		byClass[own][c.part] = append(byClass[own][c.part], c)
	}
	for _, own := range order {
		labels := make([][]meeting.Subtitle, parts)
		for k, found := range byClass[own] {
			for _, c := range found {
				labels[k] = append(labels[k], meeting.Subtitle{Language: c.lang(), Title: c.title, Impaired: c.impaired})
			}
		}
		for _, places := range plan.AlignCaptions(labels) {
			var track []caption
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
func (c caption) lang() string {
	return cmp.Or(captions.Tag(c.language), captions.Tag(c.made.Captions.Language))
}

// wholeOf is what is known of a track of captions by what its parts have: it is
// reviewed if all of them are.
func wholeOf(track []caption) caption {
	whole := track[0]
	whole.language = whole.lang()
	for _, c := range track[1:] {
		whole.language = cmp.Or(whole.language, c.lang())
		whole.title = cmp.Or(whole.title, c.title)
		whole.reviewed = whole.reviewed && c.reviewed
	}
	return whole
}

// joinCaptions makes one track of the captions that other steps made.
func joinCaptions(ctx context.Context, t *Task) (steps.Result, error) {
	p, err := params[plan.CaptionJoinParams](t)
	if err != nil {
		return steps.Result{}, err
	}
	if len(p.Parts) != len(t.Needs) {
		return steps.Result{}, fmt.Errorf("join captions: %d results for %d parts", len(t.Needs), len(p.Parts))
	}
	parts := make([][]meeting.Cue, len(t.Needs))
	for i, need := range t.Needs {
		if parts[i], err = t.cues(ctx, need); err != nil {
			return steps.Result{}, err
		}
	}
	made, err := captions.Join(parts, t.Dir, p)
	return steps.Result{Captions: &made}, err
}

// cues reads the captions that a step made.
func (t *Task) cues(ctx context.Context, made steps.Result) (cues []meeting.Cue, err error) {
	if made.Captions == nil {
		return nil, fmt.Errorf("join captions: %s made none", made.Step.Key())
	}
	body, err := t.Open(ctx, meeting.Piece{Object: made.ByName()[made.Captions.VTT], Step: made.Step.Key(), Run: made.Run}, 0, -1)
	if err != nil {
		return nil, serviceError{fmt.Errorf("read captions: %w", err)}
	}
	defer func() { err = errors.Join(err, body.Close()) }()
	data, err := io.ReadAll(body)
	if err != nil {
		return nil, serviceError{fmt.Errorf("read captions: %w", err)}
	}
	return captions.ParseWritten(data), nil
}
