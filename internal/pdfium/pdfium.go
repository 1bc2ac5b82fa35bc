// Package pdfium asks pdfium, the PDF reader of a browser, about a file that
// poppler cannot read or paint: each opens damaged files that the other refuses.
//
// It comes as WebAssembly and runs within Go, without a file system and with a
// bounded memory. Still it runs in a child, a program of our own (see child): a
// file that makes it hang, or Go's runtime run out of memory, takes the child and
// not the worker with all that it has in hand, and the sandbox and the limits of
// internal/proc hold for it as for any tool. The child answers in the forms of
// poppler's tools, so that what reads the one reads the other.
package pdfium

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"proceedings/internal/proc"
)

// Word is the first argument of a program of ours that is to be the child.
const Word = "pdfium-child"

// What the child can be told to do.
const (
	Compile = "compile" // the WebAssembly, into the cache; reads no file
	Version = "version"
	Info    = "info"  // as pdfinfo
	Text    = "text"  // as pdftotext -bbox-layout
	Paint   = "paint" // as pdftocairo -tiff
)

const (
	cpuLimit   = 300 * time.Second
	fileLimit  = 256 << 20
	memoryMax  = 3 << 30 // twice what it may have, for Go copies it to make it larger
	compileCPU = 120 * time.Second
)

// runner is what this package needs of the outside world.
type runner interface {
	Run(ctx context.Context, c proc.Command) (stderr string, err error)
}

// Reader runs pdfium.
type Reader struct {
	runner  runner
	program string
	cache   string
	ready   chan bool // holds whether the machine code is in the cache
}

// New makes a Reader that runs program by r, a [proc.Runner], with the word as
// its first argument. The folder cache is for machine code: to make it takes
// three seconds, to read it a tenth of one. It is made when it is needed first.
func New(r runner, program, cache string) *Reader {
	ready := make(chan bool, 1)
	ready <- false
	if abs, err := filepath.Abs(cache); err == nil {
		cache = abs // the child has another working folder
	}
	return &Reader{runner: r, program: program, cache: cache, ready: ready}
}

// Job is a run on a file.
type Job struct {
	Do          string
	File        string
	Password    string
	First, Last int    // pages, from 1
	Width       int    // of a painted page, in pixels
	Height      int    //
	Out         string // where the answer goes, if not to stdout: a file, or the beginning of the names of painted pages
	Dir         string // the folder of Out, which it may write to
	Stdout      io.Writer
}

// Run does a job. That the file is none that it can read is a [proc.ExitError].
func (r *Reader) Run(ctx context.Context, j Job) error {
	if err := r.compile(ctx); err != nil {
		return err
	}
	args := []string{
		"-cache", r.cache, "-first", strconv.Itoa(j.First), "-last", strconv.Itoa(j.Last),
		"-width", strconv.Itoa(j.Width), "-height", strconv.Itoa(j.Height), "-out", j.Out, j.File,
	}
	c := r.Command(j.Do, args...)
	c.Dir, c.Stdin, c.Stdout = j.Dir, strings.NewReader(j.Password), j.Stdout
	// The code that it runs is not its own to change: the next file's child runs it, too.
	c.Read = []string{j.File, r.cache}
	if j.Dir != "" {
		c.Write = []string{j.Dir}
	}
	c.CPU, c.FileSize = cpuLimit, fileLimit
	if _, err := r.runner.Run(ctx, c); err != nil {
		return fmt.Errorf("ask pdfium: %w", err)
	}
	return nil
}

// Command is the command by which the child does a thing.
func (r *Reader) Command(do string, args ...string) proc.Command {
	return proc.Command{Path: r.program, Args: append([]string{Word, do}, args...), Memory: memoryMax}
}

// compile fills the cache, unless that was done.
func (r *Reader) compile(ctx context.Context) (err error) {
	var done bool
	select {
	case done = <-r.ready:
		defer func() { r.ready <- done }()
	case <-ctx.Done():
		return fmt.Errorf("ask pdfium: %w", context.Cause(ctx))
	}
	if done {
		return nil
	}
	if err = os.MkdirAll(r.cache, 0o700); err != nil {
		return fmt.Errorf("make a folder for pdfium's machine code: %w", err)
	}
	c := r.Command(Compile, "-cache", r.cache)
	c.Dir, c.Write, c.CPU = r.cache, []string{r.cache}, compileCPU
	if _, err = r.runner.Run(ctx, c); err != nil {
		return fmt.Errorf("compile pdfium: %w", err)
	}
	done = true
	return nil
}
