package main

import (
	"cmp"
	"encoding/json"
	"io"
	"math"
	"sync"

	"proceedings/internal/archive"
	"proceedings/internal/meeting"
	"proceedings/internal/progress"
)

// events prints one JSON object a line, for scripts. Each has an "event":
// upload, note, submitted, source, playable or summary.
type events struct {
	mu   sync.Mutex
	enc  *json.Encoder
	last map[string]event
}

type event struct {
	Event      string             `json:"event"`
	Name       string             `json:"name,omitempty"`
	Meeting    string             `json:"meeting,omitempty"`
	Visibility meeting.Visibility `json:"visibility,omitempty"`
	Revision   int                `json:"revision,omitempty"`
	Changed    bool               `json:"changed,omitempty"`
	Page       string             `json:"page,omitempty"`   // its key in the storage
	Kind       string             `json:"kind,omitempty"`   // of the current step
	Status     string             `json:"status,omitempty"` // waiting, done, refused, needs attention
	Running    bool               `json:"running,omitempty"`
	Done       float64            `json:"done,omitempty"` // 0 to 1
	Left       int                `json:"left,omitempty"` // seconds
	Chunks     int                `json:"chunks,omitempty"`
	Encoded    int                `json:"encoded,omitempty"`  // of the chunks
	Playable   bool               `json:"playable,omitempty"` // before processing has finished
	Bytes      int64              `json:"bytes,omitempty"`
	Text       string             `json:"text,omitempty"`
}

func newEvents(out io.Writer) *events {
	return &events{enc: newEncoder(out), last: map[string]event{}}
}

// print prints ev unless it equals the previous event of id.
func (e *events) print(id string, ev event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if id != "" && e.last[id] == ev {
		return
	}
	e.last[id] = ev
	_ = e.enc.Encode(ev) // SIGPIPE ends the program if the reader is gone
}

func (e *events) File(name string, size int64) func(int64) {
	e.print("upload "+name, event{Event: "upload", Name: name, Bytes: size})
	return func(done int64) {
		if size > 0 {
			e.print("upload "+name, event{Event: "upload", Name: name, Bytes: size, Done: float64(done*100/(2*size)) / 100})
		}
	}
}

func (e *events) Note(text string) { e.print("note", event{Event: "note", Text: text}) }

func (e *events) Submitted(m meeting.Meeting, changed bool) {
	e.print("", event{Event: "submitted", Meeting: m.ID, Visibility: m.Visibility, Revision: m.Revision, Changed: changed})
}

func (e *events) Source(s archive.SourceState, t progress.Total) {
	ev := event{
		Event: "source", Name: s.Name, Kind: string(t.Kind), Status: s.Status, Running: t.Running,
		Done: math.Floor(t.Done*1000) / 1000, Left: int(t.Left.Seconds()), Playable: s.Playable,
		Text: cmp.Or(s.Reason, t.Retry), // why it is refused, or retried
	}
	ev.Encoded, ev.Chunks = chunks(s)
	e.print("source "+s.ID, ev)
}

func (e *events) Playable(meeting, page string) {
	e.print("", event{Event: "playable", Meeting: meeting, Page: page})
}

func (e *events) Summary(s summary) {
	e.mu.Lock()
	defer e.mu.Unlock()
	_ = e.enc.Encode(s.asEvent())
}

func (e *events) Close() {}
