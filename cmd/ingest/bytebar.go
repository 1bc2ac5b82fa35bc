package main

import (
	"os"
	"sync"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"
)

// byteBar shows how many bytes of something are done, if stderr is a terminal.
type byteBar struct {
	mu   sync.Mutex
	bars *mpb.Progress
	bar  *mpb.Bar
}

// newByteBar starts a bar. Without a terminal, or with quiet, it shows nothing.
func newByteBar(c *console, what string, bytes int64, quiet bool) *byteBar {
	b := &byteBar{}
	f, ok := c.err.(*os.File)
	if quiet || !ok || !term.IsTerminal(int(f.Fd())) || c.getenv("TERM") == "dumb" {
		return b
	}
	b.bars = mpb.New(mpb.WithOutput(f), mpb.WithWidth(40))
	b.bar = b.bars.AddBar(max(1, bytes), mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.Name(label(what), decor.WCSyncSpaceR)),
		mpb.AppendDecorators(decor.Percentage(decor.WC{W: 5}), decor.Name("  "), decor.AverageETA(decor.ET_STYLE_GO)))
	return b
}

// add advances the bar.
func (b *byteBar) add(bytes int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.bar != nil {
		b.bar.IncrInt64(bytes)
	}
}

// end removes the bar.
func (b *byteBar) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.bar != nil {
		b.bar.Abort(true)
		b.bars.Wait()
		b.bar = nil
	}
}
