package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"

	"proceedings/internal/captions"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
)

// caption is captions of a recording that are done.
type caption struct {
	made     *Result
	language string
	title    string // what tells it from others of the language; may be empty
	reviewed bool
	impaired bool // they tell of sounds too, for those who cannot hear
	beside   bool // a file of its own, and no stream of the recording
}

// assessCaptions asks for the captions that were handed in, once it is known of
// which recordings they are: of the main one, where they do not say. Nothing else
// waits for them.
func assessCaptions(items []item, look asker, main int) error {
	for i := range items {
		it := &items[i]
		if it.probe == nil || it.probe.Role != meeting.Captions {
			continue
		}
		at := main
		if id := it.source.Recording; id != "" {
			at = slices.IndexFunc(items, func(r item) bool { return r.source.ID == id })
		}
		switch {
		case at < 0:
			if main < 0 && slices.ContainsFunc(items, func(other item) bool { return other.pending() }) {
				continue // it is not known yet whether there is a recording
			}
			it.reason = "holds captions, and there is no recording that they belong to"
			continue
		case items[at].reason != "":
			it.reason = fmt.Sprintf("holds captions of %s, which could not be used", items[at].source.Name)
			continue
		}
		rec, on := captioned(items, at)
		if rec == nil {
			continue // it is not known yet what the recording is
		}
		out, err := it.ask(look, on.Captions(it.source, *it.probe))
		if err != nil {
			return err
		}
		if it.made = out.Result; it.made == nil {
			it.reason = out.Status.Failed
			continue
		}
		rec.captions = append(rec.captions, caption{
			made: out.Result, language: it.source.Language, title: it.source.Title, reviewed: it.source.Reviewed, beside: true,
		})
	}
	return nil
}

// captioned is the recording that an item's captions belong to, and the plan on
// whose timeline they are: those beside one of several originals count from the
// beginning of that.
func captioned(items []item, at int) (*recording, plan.Recording) {
	where := items[at].place
	if where == nil {
		rec := items[at].recording
		if rec == nil {
			return nil, plan.Recording{}
		}
		return rec, rec.Recording
	}
	rec := items[where.head].recording
	if rec == nil || items[at].probe == nil || items[at].probe.Media == nil {
		return nil, plan.Recording{}
	}
	return rec, rec.Beside(*items[at].probe.Media, where.start)
}

// assessSubtitles asks for the captions within a recording.
func (it *item) assessSubtitles(look asker) error {
	if it.reason != "" {
		return nil
	}
	for _, s := range it.recording.Subtitles() {
		out, err := it.ask(look, it.recording.Subtitle(s))
		if err != nil {
			return err
		}
		switch {
		case out.Result != nil:
			it.recording.captions = append(it.recording.captions, caption{made: out.Result, language: s.Language, title: s.Title, impaired: s.Impaired})
		case out.Status.Failed != "":
			it.recording.warnings = append(it.recording.warnings, fmt.Sprintf("is without the captions of its stream %d, which %s", s.Index, out.Status.Failed))
		}
	}
	return it.assessClosed(look)
}

// captionsWithin asks for the captions in an original that begins offset seconds
// into a recording and is another picture of it. They are the recording's, and
// what is left out of the original is said of that.
func (a assessment) captionsWithin(main *road, other *item, offset float64) error {
	found := *other.probe.Media
	own := item{source: other.source, recording: &recording{Recording: main.recording.View(other.source, found, *found.Video, offset)}}
	err := own.assessSubtitles(a.look)
	main.steps = append(main.steps, own.steps...)
	main.recording.captions = append(main.recording.captions, own.recording.captions...)
	other.remarks = append(other.remarks, append(own.recording.Warnings(), own.recording.warnings...)...)
	return err
}

// assessClosed asks for the closed captions of a recording. The step for a stream
// says which channels have some, and gives those of the first.
func (it *item) assessClosed(look asker) error {
	for _, s := range it.recording.Closed() {
		ask := func(channel int) (Outcome, error) {
			out, err := it.ask(look, it.recording.ClosedCaptions(s, channel))
			if failed := out.Status.Failed; err == nil && out.Result == nil && failed != "" {
				it.recording.warnings = append(it.recording.warnings, fmt.Sprintf("is without closed captions: its stream %d %s", s.Index, failed))
			}
			return out, err
		}
		out, err := ask(0)
		if err != nil {
			return err
		}
		if out.Result == nil || out.Result.Captions == nil {
			continue
		}
		for i, channel := range out.Result.Captions.Channels {
			if i > 0 {
				if out, err = ask(channel); err != nil {
					return err
				}
			}
			if out.Result != nil && out.Result.Captions.VTT != "" {
				title := cmp.Or(s.Title, fmt.Sprintf("CC%d", channel))
				it.recording.captions = append(it.recording.captions, caption{made: out.Result, language: s.Language, title: title, impaired: true})
			}
		}
	}
	return nil
}

// captionsMaker makes captions.
func captionsMaker(r *proc.Runner) Maker {
	maker := &captions.Maker{Runner: r}
	return func(ctx context.Context, t *Task) (Result, error) {
		p, err := params[plan.CaptionsParams](t)
		if err != nil {
			return Result{}, err
		}
		made, err := maker.Make(ctx, t.Source, t.Dir, p)
		return Result{Captions: &made, Warnings: made.Warnings}, err
	}
}

// spoken is what publishing reads of the captions, and of the DASH manifest that
// is to name them.
type spoken struct {
	cues map[string][]meeting.Cue // by the URL of the WebVTT file
	dash map[string][]byte        // by its URL
}

// hear reads what the captions of a manifest say.
func (p *Pipeline) hear(ctx context.Context, space layout.Space, man manifest.Manifest) (spoken, error) {
	s := spoken{cues: map[string][]meeting.Cue{}, dash: map[string][]byte{}}
	for _, r := range man.Recordings {
		for _, c := range r.Captions {
			data, err := p.published(ctx, space, man.ID, c.VTT.URL)
			if err != nil {
				return s, err
			}
			s.cues[c.VTT.URL] = captions.Written(data)
		}
		dash := []string{r.DASH.URL}
		for _, v := range r.Views {
			dash = append(dash, v.DASH.URL)
		}
		for _, url := range dash {
			if _, read := s.dash[url]; read || url == "" || len(r.Captions) == 0 {
				continue
			}
			data, err := p.published(ctx, space, man.ID, url)
			if err != nil {
				return s, err
			}
			s.dash[url] = data
		}
	}
	return s, nil
}

// published reads a small file that a meeting's page links to.
func (p *Pipeline) published(ctx context.Context, space layout.Space, id, url string) ([]byte, error) {
	body, _, err := p.Store.Get(ctx, space.Meeting(id, url), 0, -1)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", url, err)
	}
	data, err := io.ReadAll(body)
	if closed := body.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", url, err)
	}
	return data, nil
}
