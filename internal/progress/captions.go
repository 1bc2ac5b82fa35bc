package progress

import (
	"fmt"
	"slices"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
)

// Caption is captions of a recording that are done.
type Caption struct {
	Made     *steps.Result
	Language string
	Title    string // what tells it from others of the language; may be empty
	Reviewed bool
	Impaired bool // they tell of sounds too, for those who cannot hear
	Beside   bool // a file of its own, and no stream of the recording
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
func assessCaptions(items []Item, look Lookup, main int) {
	for i := range items {
		it := &items[i]
		if it.Probe == nil || it.Probe.Role != meeting.Captions {
			continue
		}
		at := main
		if id := it.Source.Recording; id != "" {
			at = slices.IndexFunc(items, func(r Item) bool { return r.Source.ID == id })
		}
		switch {
		case at < 0:
			if main < 0 && slices.ContainsFunc(items, func(other Item) bool { return other.pending() }) {
				continue // it is not known yet whether there is a recording
			}
			it.Reason = "holds captions, and there is no recording that they belong to"
			continue
		case items[at].Reason != "":
			it.Reason = fmt.Sprintf("holds captions of %s, which could not be used", items[at].Source.Name)
			continue
		}
		rec, part, on := captioned(items, at)
		if rec == nil {
			continue // it is not known yet what the recording is
		}
		step := on.Captions(it.Source, *it.Probe)
		out := it.ask(look, step)
		if it.Made = out.Result; it.Made == nil {
			it.Reason = out.Status.Failed
			rec.ofParts.open = rec.ofParts.open || !out.Settled()
			continue
		}
		rec.add(Caption{
			Made: out.Result, step: step, part: part, Language: it.Source.Language, Title: it.Source.Title, Reviewed: it.Source.Reviewed, Beside: true, file: i,
		})
	}
}

// captioned is the recording that an item's captions belong to, which part of it
// that item is, and the plan on whose timeline the captions are: those beside one
// of several originals count from the beginning of that.
func captioned(items []Item, at int) (*Recording, int, plan.Recording) {
	head := at
	where := items[at].Place
	if where != nil {
		head = where.head
	}
	rec := items[head].Recording
	if rec == nil {
		return nil, 0, plan.Recording{}
	}
	if part := slices.Index(rec.PartItems, at) + 1; part > 0 || where == nil {
		return rec, part, rec.Originals()[part]
	}
	if items[at].Probe == nil || items[at].Probe.Media == nil {
		return nil, 0, plan.Recording{}
	}
	return rec, wholeRecording, rec.Beside(*items[at].Probe.Media, where.start)
}
