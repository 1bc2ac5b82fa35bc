package progress

import (
	"fmt"
	"slices"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
)

// Caption is one finished caption track of a recording.
type Caption struct {
	Made     *steps.Result
	Language string
	Title    string // distinguishes tracks of one language; may be empty
	Reviewed bool
	Impaired bool // describes sounds too, for the deaf and hard of hearing
	FromFile bool // from a caption file, not from a stream of the recording
	file     int  // item of the caption file
	stream   int  // index of the stream
	channel  int  // closed-caption channel, from 1; 0 for others

	step plan.Step // makes the track
	part int       // part of a joined recording, from 0; or wholeRecording
}

// wholeRecording marks captions of the whole recording, not of one part.
const wholeRecording = -1

// assessCaptions requests the captions from caption files, once their recordings are
// known. Files that name no recording belong to the main one. No other step waits for
// captions.
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
				continue // a pending item may turn out to be the recording
			}
			it.Reason = "is a caption file, but the meeting has no recording for it"
			continue
		case items[at].Reason != "":
			it.Reason = fmt.Sprintf("is a caption file for %s, which could not be used", items[at].Source.Name)
			continue
		}
		rec, part, on := captionTarget(items, at)
		if rec == nil {
			continue // the recording is not known yet
		}
		step := on.Captions(it.Source, *it.Probe)
		out := it.request(look, step)
		if it.Made = out.Result; it.Made == nil {
			it.Reason = out.Status.Failed
			rec.ofParts.open = rec.ofParts.open || !out.Settled()
			continue
		}
		rec.add(Caption{
			Made: out.Result, step: step, part: part, Language: it.Source.Language, Title: it.Source.Title, Reviewed: it.Source.Reviewed, FromFile: true, file: i,
		})
	}
}

// captionTarget returns the recording that the captions of items[at] belong to, the part
// that the item is, and the plan whose timeline the captions use. Captions of one part
// count from the start of that part.
func captionTarget(items []Item, at int) (*Recording, int, plan.Recording) {
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
	return rec, wholeRecording, rec.AtOffset(*items[at].Probe.Media, where.start)
}
