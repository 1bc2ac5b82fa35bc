// Package pdfium runs PDFium, the PDF reader of Chromium, on files that poppler cannot
// read or render: each opens damaged files that the other refuses.
//
// PDFium is compiled to WebAssembly and runs within Go, without a file system and
// with bounded memory. It runs in a child process (see package child) all the same:
// a file that makes it hang or exhausts memory ends the child and not the worker,
// and the sandbox and limits of internal/proc apply. The child's output has the
// formats of poppler's tools, so that one parser reads both.
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

// Word is the first argument that makes a program of this module the child.
const Word = "pdfium-child"

// The commands of the child.
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

// runner starts tools; a [proc.Runner].
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

// New makes a Reader that runs program by r, a [proc.Runner], with [Word] as its first
// argument. The first use compiles PDFium to machine code in the folder cache, which
// takes three seconds; loading it takes a tenth of one.
func New(r runner, program, cache string) *Reader {
	ready := make(chan bool, 1)
	ready <- false
	if abs, err := filepath.Abs(cache); err == nil {
		cache = abs // the child has another working folder
	}
	return &Reader{runner: r, program: program, cache: cache, ready: ready}
}

// Job is one command on a file.
type Job struct {
	Do          string
	File        string
	Password    string
	First, Last int    // pages, from 1
	Width       int    // of a rendered page, in pixels
	Height      int    //
	Left, Top   int    // of the part of the page that is rendered
	Whole       int    // width of the whole page; 0 for Width
	Tall        int    // height of the whole page; 0 for Height
	Out         string // the output, if not stdout: a file, or the prefix of the names of rendered pages
	Dir         string // the folder of Out, which it may write to
	Stdout      io.Writer
}

// Run runs a job. A file that PDFium cannot read is a [proc.ExitError].
func (r *Reader) Run(ctx context.Context, j Job) error {
	if err := r.compile(ctx); err != nil {
		return err
	}
	args := []string{
		"-cache", r.cache, "-first", strconv.Itoa(j.First), "-last", strconv.Itoa(j.Last),
		"-width", strconv.Itoa(j.Width), "-height", strconv.Itoa(j.Height), "-whole", strconv.Itoa(j.Whole),
		"-left", strconv.Itoa(j.Left), "-top", strconv.Itoa(j.Top), "-tall", strconv.Itoa(j.Tall), "-out", j.Out, j.File,
	}
	c := r.Command(j.Do, args...)
	c.Dir, c.Stdin, c.Stdout = j.Dir, strings.NewReader(j.Password), j.Stdout
	// The child may not write to the cache: the next file's child runs that code, too.
	c.Read = []string{j.File, r.cache}
	if j.Dir != "" {
		c.Write = []string{j.Dir}
	}
	c.CPU, c.FileSize = cpuLimit, fileLimit
	if _, err := r.runner.Run(ctx, c); err != nil {
		return fmt.Errorf("run pdfium: %w", err)
	}
	return nil
}

// Command is the command line of the child for do, one of the commands above.
func (r *Reader) Command(do string, args ...string) proc.Command {
	return proc.Command{Path: r.program, Args: append([]string{Word, do}, args...), Memory: memoryMax}
}

// compile fills the cache, once.
func (r *Reader) compile(ctx context.Context) (err error) {
	var done bool
	select {
	case done = <-r.ready:
		defer func() { r.ready <- done }()
	case <-ctx.Done():
		return fmt.Errorf("run pdfium: %w", context.Cause(ctx))
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
