package main

import (
	"io"
	"strings"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"proceedings/internal/archive"
	"proceedings/internal/meeting"
	"proceedings/internal/progress"
	"proceedings/internal/words"
)

// bars shows progress on a terminal: a bar for each upload, then one for each
// source.
type bars struct {
	out     io.Writer // for the summary
	bars    *mpb.Progress
	uploads []*mpb.Bar
	sources map[string]*sourceBar
	noted   string // the last note
}

type sourceBar struct {
	bar  *mpb.Bar
	text string // status line; only the bar's goroutine uses it
	next chan string
}

const barTotal = 1000 // of a source's bar

func newBars(out io.Writer, terminal io.Writer) *bars {
	return &bars{
		out: out, bars: mpb.New(mpb.WithOutput(terminal), mpb.WithWidth(40)), sources: map[string]*sourceBar{},
	}
}

// File adds a bar that runs over twice the size: reading, then sending.
func (b *bars) File(name string, size int64) func(int64) {
	bar := b.bars.AddBar(max(1, 2*size),
		mpb.PrependDecorators(decor.Name(label("upload "+name), decor.WCSyncSpaceR)),
		mpb.AppendDecorators(decor.Percentage(decor.WC{W: 5}), decor.Name("  "), decor.AverageETA(decor.ET_STYLE_GO)))
	b.uploads = append(b.uploads, bar)
	if size == 0 {
		bar.SetCurrent(1)
	}
	return bar.SetCurrent
}

func (b *bars) Note(text string) {
	if text != b.noted { // an unreachable service is reported at every poll
		b.noted = text
		printf(b.bars, "note: %s\n", text)
	}
}

func (b *bars) Submitted(m meeting.Meeting, changed bool) {
	for _, bar := range b.uploads {
		bar.SetTotal(-1, true) // the upload is complete, whatever the rounding
	}
	if !changed {
		printf(b.bars, "meeting %s: nothing new in revision %d\n", m.ID, m.Revision)
	}
}

func (b *bars) Source(s archive.SourceState, t progress.Total) {
	sb := b.sources[s.ID]
	if sb == nil {
		sb = &sourceBar{next: make(chan string, 1)}
		sb.bar = b.bars.AddBar(barTotal,
			mpb.PrependDecorators(decor.Name(label(s.Name), decor.WCSyncSpaceR)),
			mpb.AppendDecorators(decor.Percentage(decor.WC{W: 5}), decor.Name("  "), decor.Any(sb.status)))
		b.sources[s.ID] = sb
	}
	sb.setText(words.Line(strings.Join(append([]string{activity(s, t)}, details(s, t)...), ", ")))
	switch {
	case s.Status == archive.StatusDone:
		sb.bar.SetCurrent(barTotal)
	case s.Status == archive.StatusRefused, s.Status == archive.StatusAttention:
		sb.bar.Abort(false)
	default:
		sb.bar.SetCurrent(min(barTotal-1, int64(t.Done*barTotal)))
	}
}

func (b *bars) Playable(_, page string) { printf(b.bars, "playable: %s\n", page) }

// setText replaces the text that the next refresh shows.
func (sb *sourceBar) setText(text string) {
	select {
	case <-sb.next:
	default:
	}
	sb.next <- text
}

// status returns the text of the bar. The bar's goroutine calls it at each refresh.
func (sb *sourceBar) status(decor.Statistics) string {
	select {
	case sb.text = <-sb.next:
	default:
	}
	return sb.text
}

func (b *bars) Summary(s summary) {
	b.Close()
	s.write(b.out)
}

// Close stops the bars at their current position.
func (b *bars) Close() {
	for _, sb := range b.sources {
		sb.bar.Abort(false)
	}
	for _, bar := range b.uploads {
		bar.Abort(false)
	}
	b.bars.Wait()
}

// label shortens a name so that a bar fits beside it.
func label(name string) string {
	const room = 36
	runes := []rune(words.Line(name))
	if len(runes) <= room {
		return string(runes)
	}
	return string(runes[:room/2-1]) + "…" + string(runes[len(runes)-room/2:])
}
