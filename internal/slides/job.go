package slides

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// job is one piece of work on a deck.
type job struct {
	*Converter
	Options

	path string // of the deck; of one without references to the outside, once it is made
	dir  string // of what is made
	work string // of what is thrown away, in dir
	pdf  string // of the file whose pages are read and painted

	warnings   []string
	asked      bool // the second program, and it knew the answer
	onlySecond bool // is asked, since poppler does not open the file
}

func newJob(c *Converter, path, dir string, o Options) (*job, error) {
	j := &job{Converter: c, Options: o}
	var err error
	if j.path, err = filepath.Abs(path); err != nil {
		return nil, fmt.Errorf("locate the deck: %w", err)
	}
	if j.dir, err = filepath.Abs(dir); err != nil {
		return nil, fmt.Errorf("locate the folder: %w", err)
	}
	if j.work, err = os.MkdirTemp(j.dir, "work-"); err != nil {
		return nil, fmt.Errorf("make a working folder: %w", err)
	}
	j.pdf = j.path
	return j, nil
}

// written makes a file of what write writes, and names it. What it was made for
// is said by who calls it.
func written(path string, write func(io.Writer) error) (string, error) {
	out, err := os.Create(path)
	if err != nil {
		return "", err //nolint:wrapcheck // it names the file
	}
	err = write(out)
	if closeErr := out.Close(); err == nil {
		err = closeErr
	}
	return path, err
}

// clear throws the work away. What resists is swept again with the folder.
func (j *job) clear() { _ = os.RemoveAll(j.work) }

// source is a deck that is open.
type source struct {
	deck
	*os.File
}

// open opens the deck and looks at what it is.
func (j *job) open() (source, error) {
	f, err := os.Open(j.path)
	if err != nil {
		return source{}, fmt.Errorf("open the deck: %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		_ = f.Close() // it was only opened
		return source{}, fmt.Errorf("open the deck: %w", err)
	}
	d, err := j.recognise(f, info.Size())
	if err != nil {
		_ = f.Close() // it was only read from
		return source{}, err
	}
	if d.format.unbound() {
		defer f.Close() //nolint:errcheck // it was only read from
		return j.bind(f, info.Size(), d.format)
	}
	return source{deck: d, File: f}, nil
}

// recognise takes what is encrypted for a deck where there is a password.
func (j *job) recognise(r io.ReaderAt, size int64) (deck, error) {
	if format, err := j.sealed(r, size); err != nil || format != "" {
		return deck{format: format}, err
	}
	return recognise(r, size)
}
