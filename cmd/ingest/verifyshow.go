package main

import (
	"io"
	"os"
	"sync"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"

	"proceedings/internal/archive"
	"proceedings/internal/words"
)

// verifySummary adds up verifications.
type verifySummary struct {
	Event    string          `json:"event"` // summary
	Meetings int             `json:"meetings"`
	Files    int             `json:"files"`
	Read     int             `json:"read"`
	Bytes    int64           `json:"bytes"`
	Missing  int             `json:"missing"`
	Changed  int             `json:"changed"`
	Unknown  int             `json:"unknown"`
	Sample   *archive.Sample `json:"sample,omitempty"`
}

func (s *verifySummary) add(c archive.Check) {
	s.Meetings++
	s.Files += c.Files
	s.Read += c.Read
	s.Bytes += c.Bytes
	s.Missing += c.Missing
	s.Changed += c.Changed
	s.Unknown += c.Unknown
}

// verifyEvent is a verified meeting, for scripts.
type verifyEvent struct {
	Event   string `json:"event"`             // verified
	Meeting string `json:"meeting,omitempty"` // empty for what no meeting names
	Earlier bool   `json:"earlier,omitempty"` // by an interrupted run
	archive.Check
}

// maxShown limits the findings of a meeting that are shown to a person.
const maxShown = 20

// verifyDisplay shows a verification: a bar for each meeting on a terminal, a line for each
// one, or JSON.
type verifyDisplay struct {
	out, notes io.Writer
	asJSON     bool
	bars       *mpb.Progress // nil without a terminal

	mu  sync.Mutex
	bar *mpb.Bar
}

func newVerifyDisplay(c *console, asJSON bool) *verifyDisplay {
	d := &verifyDisplay{out: c.out, notes: c.err, asJSON: asJSON}
	if f, ok := c.err.(*os.File); ok && !asJSON && term.IsTerminal(int(f.Fd())) && c.getenv("TERM") != "dumb" {
		d.bars = mpb.New(mpb.WithOutput(f), mpb.WithWidth(40))
		d.out, d.notes = d.bars, d.bars
	}
	return d
}

// Start begins a bar of that many bytes.
func (d *verifyDisplay) Start(id string, bytes int64) {
	if d.bars == nil {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.endBar()
	d.bar = d.bars.AddBar(max(1, bytes), mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.Name(label("verify "+id), decor.WCSyncSpaceR)),
		mpb.AppendDecorators(decor.Percentage(decor.WC{W: 5}), decor.Name("  "), decor.AverageETA(decor.ET_STYLE_GO)))
}

// Read advances the bar.
func (d *verifyDisplay) Read(bytes int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.bar != nil {
		d.bar.IncrInt64(bytes)
	}
}

// endBar removes the bar.
func (d *verifyDisplay) endBar() {
	if d.bar != nil {
		d.bar.Abort(true)
		d.bar = nil
	}
}

// Verified shows the result of a meeting.
func (d *verifyDisplay) Verified(id string, c archive.Check, earlier bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.endBar()
	if d.asJSON {
		_ = newEncoder(d.out).Encode(verifyEvent{"verified", id, earlier, c}) // SIGPIPE ends the program if the reader is gone
		return
	}
	if id == "" {
		id = "of no meeting"
	}
	text := c.String()
	if earlier {
		text += " (verified " + localTime(c.Time) + ")"
	}
	printf(d.out, "%s: %s\n", id, text)
	for i, f := range c.Findings {
		if i == maxShown {
			printf(d.out, "  … and %d more; --json lists all\n", len(c.Findings)-maxShown)
			break
		}
		printf(d.out, "  %s %s\n", f.Key, f.Text)
	}
}

// Note shows a remark.
func (d *verifyDisplay) Note(text string) { printf(d.notes, "%s\n", text) }

// Summary shows the sums of all meetings.
func (d *verifyDisplay) Summary(s verifySummary) {
	d.Close()
	if d.asJSON {
		s.Event = "summary"
		_ = newEncoder(d.out).Encode(s) // SIGPIPE ends the program if the reader is gone
		return
	}
	printf(d.out, "Files: %d in %s, %d read (%s). Missing: %d. Changed: %d. Unknown: %d.\n", s.Files, words.Count(s.Meetings, "meeting"), s.Read, words.Size(s.Bytes), s.Missing, s.Changed, s.Unknown)
	if s.Sample != nil {
		printf(d.out, "The sample of %g %% has the seed %d; --seed %d reads the same files.\n", s.Sample.Percent, s.Sample.Seed, s.Sample.Seed)
	}
}

// Close removes the bar.
func (d *verifyDisplay) Close() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.endBar()
}
