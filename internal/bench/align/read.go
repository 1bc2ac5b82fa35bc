package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"os"

	"proceedings/internal/align"
	"proceedings/internal/proc"
	"proceedings/internal/slides"
	"proceedings/internal/textmatch"
)

// reader reads the text of stills, and finds the slides with it.
type reader struct {
	still *slides.StillReader
	index *textmatch.Index
}

// newReader returns a reader of stills for decks. done removes its files.
func newReader(ctx context.Context, t tools, decks []deck) (r *reader, done func(), err error) {
	dir, err := os.MkdirTemp("", "bench-align-")
	if err != nil {
		return nil, nil, fmt.Errorf("make a folder: %w", err)
	}
	c := slides.New(t.runner, dir)
	done = func() {
		_ = c.Close()         // LibreOffice was not started
		_ = os.RemoveAll(dir) // only temporary files
	}
	r = &reader{}
	if r.still, err = c.NewStillReader(ctx, dir, []string{"en"}); err != nil {
		done()
		return nil, nil, fmt.Errorf("prepare tesseract: %w", err)
	}
	var list []textmatch.Slide
	for k, d := range decks {
		for i := range d.pages.Pages {
			one := textmatch.Slide{Deck: k, Number: i + 1}
			if i < len(d.texts) {
				one.Text = d.texts[i]
			}
			list = append(list, one)
		}
	}
	r.index = textmatch.New(list)
	return r, done, nil
}

// read returns what the text of stills says, by their numbers.
func (r *reader) read(ctx context.Context, p *picture, l align.Layout, list []align.Still) (map[int]align.Meaning, error) {
	found := map[int]align.Meaning{}
	for i, s := range list {
		img, err := p.still(ctx, s.At)
		if err != nil {
			return nil, err
		}
		place := l.Places[s.Place]
		cut, ok := align.CutGray(img, place.Quad, place.Aspect, slides.StillWidth)
		if !ok {
			continue
		}
		text, err := r.still.Read(ctx, cut)
		if err != nil {
			return nil, err
		}
		var words []textmatch.Word
		for _, w := range text {
			words = append(words, textmatch.Word(w))
		}
		m := align.Meaning(r.index.Find(words))
		if s.Accepts(m, r.index.HasText) {
			found[i+1] = m
		}
	}
	return found, nil
}

// still returns the picture at the beginning of a fragment, in its full size.
func (p *picture) still(ctx context.Context, at float64) (*image.Gray, error) {
	i := 0
	for i+1 < len(p.file.fragments) && p.file.fragments[i+1].times[0] <= at+1e-3 {
		i++
	}
	data := append(bytes.Clone(p.file.init), p.file.fragments[i].data...)
	img := image.NewGray(image.Rect(0, 0, p.file.width, p.file.height))
	w := &frameWriter{frame: img, times: []float64{at}, each: func(align.Frame) error { return nil }}
	_, err := p.tools.runner.Run(ctx, proc.Command{Path: "ffmpeg", Dir: "/", Stdin: bytes.NewReader(data), Stdout: w, Args: []string{
		"-v", "error", "-threads", "1", "-skip_frame", "nokey", "-f", "mp4", "-i", "pipe:0", "-frames:v", "1", "-vf", "format=gray", "-f", "rawvideo", "-",
	}})
	if err != nil {
		return nil, fmt.Errorf("decode a still: %w", err)
	}
	return img, nil
}
