package pipeline

import (
	"context"
	"fmt"
	"slices"

	"proceedings/internal/captions"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
)

// caption is captions of a recording that are done.
type caption struct {
	made     *steps.Result
	language string
	title    string // what tells it from others of the language; may be empty
	reviewed bool
	impaired bool // they tell of sounds too, for those who cannot hear
	beside   bool // a file of its own, and no stream of the recording
	file     int  // item of that file
	stream   int  // index of that stream
	channel  int  // of closed captions, from 1; 0 for others

	step plan.Step // that makes them
	part int       // of a joined recording: which of its originals they are of, from 0; or wholeRecording
}

// wholeRecording says that captions are of no part alone.
const wholeRecording = -1

// assessCaptions asks for the captions that were handed in, once it is known of
// which recordings they are: of the main one, where they do not say. Nothing else
// waits for them.
func assessCaptions(items []item, look asker, main int) {
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
		rec, part, on := captioned(items, at)
		if rec == nil {
			continue // it is not known yet what the recording is
		}
		step := on.Captions(it.source, *it.probe)
		out := it.ask(look, step)
		if it.made = out.Result; it.made == nil {
			it.reason = out.Status.Failed
			rec.ofParts.open = rec.ofParts.open || !out.Settled()
			continue
		}
		rec.add(caption{
			made: out.Result, step: step, part: part, language: it.source.Language, title: it.source.Title, reviewed: it.source.Reviewed, beside: true, file: i,
		})
	}
}

// captioned is the recording that an item's captions belong to, which part of it
// that item is, and the plan on whose timeline the captions are: those beside one
// of several originals count from the beginning of that.
func captioned(items []item, at int) (*recording, int, plan.Recording) {
	head := at
	where := items[at].place
	if where != nil {
		head = where.head
	}
	rec := items[head].recording
	if rec == nil {
		return nil, 0, plan.Recording{}
	}
	if part := slices.Index(rec.parts, at) + 1; part > 0 || where == nil {
		return rec, part, rec.Originals()[part]
	}
	if items[at].probe == nil || items[at].probe.Media == nil {
		return nil, 0, plan.Recording{}
	}
	return rec, wholeRecording, rec.Beside(*items[at].probe.Media, where.start)
}

// captionsMaker makes captions.
func captionsMaker(r *proc.Runner) Maker {
	maker := &captions.Maker{Runner: r}
	return func(ctx context.Context, t *Task) (steps.Result, error) {
		p, err := params[plan.CaptionsParams](t)
		if err != nil {
			return steps.Result{}, err
		}
		made, err := maker.Make(ctx, t.Source, t.Dir, p)
		return steps.Result{Captions: &made, Warnings: made.Warnings}, err
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
			s.cues[c.VTT.URL] = captions.ParseWritten(data)
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
	data, _, err := storage.ReadAll(ctx, p.Store, space.Meeting(id, url))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", url, err)
	}
	return data, nil
}
