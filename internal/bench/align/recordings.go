package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"hash/fnv"
	"image"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"proceedings/internal/bench/align/recorder"
	"proceedings/internal/proc"
)

// recording is a recording of a deck that is to be made.
type recording struct {
	profile string
	seed    uint64
	deck    made
	another made // shown now and then
}

func (r recording) name() string { return fmt.Sprintf("%s-%d", r.profile, r.seed) }

// record makes a recording, unless the cache has it. It returns its path and what it
// shows.
func (b bench) record(ctx context.Context, r recording) (path string, events []event, err error) {
	by := "own"
	if b.generator != "" {
		h := fnv.New32()
		_, _ = h.Write([]byte(b.generator)) // it never fails
		by = fmt.Sprintf("%08x", h.Sum32())
	}
	dir := filepath.Join(b.dir, fmt.Sprintf("recording-%s-%s-%s-deck%d-%d-%.0f-%d", cacheVersion, by, r.name(), r.deck.seed, r.deck.pages, b.seconds, b.rate))
	path, truth := filepath.Join(dir, "rung.mp4"), filepath.Join(dir, "truth.csv")
	if _, err = os.Stat(dir); err == nil {
		events, err = readTruth(truth)
		return path, events, err
	}
	part, err := os.MkdirTemp(b.dir, "making-")
	if err != nil {
		return "", nil, fmt.Errorf("make a folder for a recording: %w", err)
	}
	defer func() { _ = os.RemoveAll(part) }() // it has another name if it is whole
	if b.generator != "" {
		err = b.generate(ctx, r, part)
	} else {
		err = b.draw(ctx, r, part)
	}
	if err != nil {
		return "", nil, fmt.Errorf("make recording %s: %w", r.name(), err)
	}
	if err = b.rung(ctx, part); err != nil {
		return "", nil, fmt.Errorf("encode recording %s: %w", r.name(), err)
	}
	if err = os.Rename(part, dir); err != nil {
		return "", nil, fmt.Errorf("store recording %s: %w", r.name(), err)
	}
	events, err = readTruth(truth)
	return path, events, err
}

// generate makes a recording by the program of another.
func (b bench) generate(ctx context.Context, r recording, dir string) error {
	out := filepath.Join(dir, "source")
	args := []string{
		r.deck.pdf("recording"), "--seed", strconv.FormatUint(r.seed, 10), "--profile", r.profile, "--out", out,
		"--duration", fmt.Sprintf("%.0f", b.seconds), "--distractor", r.another.pdf("recording"),
	}
	program := b.generator
	if filepath.Ext(program) == ".py" { // it need not be executable
		program, args = "python3", append([]string{program}, args...)
	}
	err := b.run(ctx, proc.Command{Path: program, Dir: dir, Args: args})
	if err != nil {
		return err
	}
	if err := os.Rename(out+".csv", filepath.Join(dir, "truth.csv")); err != nil {
		return fmt.Errorf("take what it shows: %w", err)
	}
	return nil
}

// draw makes a recording by package recorder.
func (b bench) draw(ctx context.Context, r recording, dir string) error {
	const show = "show"
	for _, m := range []made{r.deck, r.another} {
		if err := os.MkdirAll(filepath.Join(dir, show+m.file()), 0o750); err != nil {
			return fmt.Errorf("make a folder for pages: %w", err)
		}
		// Another program than that of the page images.
		err := b.run(ctx, proc.Command{Path: "pdftoppm", Dir: dir, Args: []string{"-png", "-scale-to", "1280", m.pdf("recording"), filepath.Join(dir, show+m.file(), "page")}})
		if err != nil {
			return err
		}
	}
	pages, err := filepath.Glob(filepath.Join(dir, show+r.deck.file(), "*.png"))
	if err != nil || len(pages) == 0 {
		return errors.Join(err, errors.New("the deck has no pages"))
	}
	others, err := filepath.Glob(filepath.Join(dir, show+r.another.file(), "*.png"))
	if err != nil {
		return fmt.Errorf("list pages: %w", err)
	}
	o := recorder.Options{Profile: r.profile, Seed: r.seed, Seconds: b.seconds, Rate: b.rate, Pages: len(pages)}
	o.Page = func(n int) (image.Image, error) { return readImage(pages[n-1]) }
	for _, name := range others[min(1, len(others)-1):min(9, len(others))] {
		img, err := readImage(name)
		if err != nil {
			return err
		}
		o.Others = append(o.Others, img)
	}
	return b.encode(ctx, o, dir)
}

// encode writes the frames of a recording to a file as screen recorders do it, and what
// it shows.
func (b bench) encode(ctx context.Context, o recorder.Options, dir string) error {
	frames, feed := io.Pipe()
	o.Write = func(frame []byte) error {
		_, err := feed.Write(frame)
		return err //nolint:wrapcheck // ffmpeg has ended, and its error counts
	}
	var events []recorder.Event
	drawn := make(chan error, 1)
	go func() {
		var err error
		events, err = recorder.Record(o)
		_ = feed.CloseWithError(err) // it never fails
		drawn <- err
	}()
	err := b.run(ctx, proc.Command{Path: "ffmpeg", Dir: dir, Stdin: frames, Args: []string{
		"-v", "error", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", fmt.Sprintf("%dx%d", recorder.Width, recorder.Height),
		"-r", strconv.Itoa(b.rate), "-i", "pipe:0", "-c:v", "libx264", "-preset", "veryfast", "-crf", "29", "-threads", "1",
		"-g", strconv.Itoa(10 * b.rate), "-y", filepath.Join(dir, "source.mp4"),
	}})
	_ = frames.Close() // ends the drawing if ffmpeg has failed
	if drawErr := <-drawn; err == nil {
		err = drawErr
	}
	if err != nil {
		return err
	}
	return writeTruth(filepath.Join(dir, "truth.csv"), events)
}

// rung encodes the lowest rung of a recording like a published one, and removes the
// recording.
func (b bench) rung(ctx context.Context, dir string) error {
	source := filepath.Join(dir, "source.mp4")
	err := b.run(ctx, proc.Command{Path: "ffmpeg", Dir: dir, Args: []string{
		"-nostdin", "-v", "error", "-i", source, "-an", "-vf", "scale=-2:360", "-c:v", "libx264", "-preset", "superfast", "-crf", "20", "-threads", "1",
		"-force_key_frames", "expr:gte(t,n_forced*2)", "-sc_threshold", "0", "-g", "100000", "-y", filepath.Join(dir, "rung.mp4"),
	}})
	if err != nil {
		return err
	}
	left, err := filepath.Glob(filepath.Join(dir, "show*"))
	for _, name := range append(left, source) {
		err = errors.Join(err, os.RemoveAll(name))
	}
	return err
}

func writeTruth(name string, events []recorder.Event) error {
	file, err := os.Create(name)
	if err != nil {
		return fmt.Errorf("write what it shows: %w", err)
	}
	rows := [][]string{{"start", "end", "page", "kind"}}
	for _, e := range events {
		rows = append(rows, []string{fmt.Sprintf("%.3f", e.Start), fmt.Sprintf("%.3f", e.End), strconv.Itoa(e.Page), e.Kind})
	}
	if err := errors.Join(csv.NewWriter(file).WriteAll(rows), file.Close()); err != nil {
		return fmt.Errorf("write what it shows: %w", err)
	}
	return nil
}
