package server

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

// convert lets the child convert a deck in a new folder.
func (s *Server) convert(ctx context.Context, k *child, c Conversion) error {
	k.decks++
	dir := filepath.Join(k.work, "deck-"+strconv.Itoa(k.decks))
	if err := os.Mkdir(dir, 0o700); err != nil {
		return fmt.Errorf("make a folder for the deck: %w", err)
	}
	defer func() {
		if os.RemoveAll(dir) != nil {
			k.broken = true // removed with the child: the next deck must not see it
		}
	}()
	r := request{
		ID: k.decks, In: filepath.Join(dir, InputName+filepath.Ext(c.In)), Out: filepath.Join(dir, "made."+c.Export),
		Filter: c.Filter, Export: c.Export, Password: c.Password, CPU: seconds(s.CPU), Stall: seconds(s.Stall),
		OmitHidden: c.OmitHidden,
	}
	if err := copyFile(c.In, r.In); err != nil {
		return fmt.Errorf("copy the deck: %w", err)
	}
	ctx, end := context.WithTimeoutCause(ctx, s.Wall, fmt.Errorf("it took longer than %s", s.Wall))
	defer end()
	if err := k.send(ctx, r); err != nil {
		return err
	}
	// A deck that took over the child may have left anything under that name.
	switch info, err := os.Lstat(r.Out); {
	case err != nil:
		return fmt.Errorf("look at what LibreOffice made: %w", err)
	case !info.Mode().IsRegular() || info.Size() == 0:
		return fmt.Errorf("it made no file: %s, %d bytes", info.Mode(), info.Size())
	}
	return move(r.Out, c.Out)
}

// copyFile copies a file, so that LibreOffice cannot write to the original, as it
// could through a link. File systems that can share blocks do so.
func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err //nolint:wrapcheck // the error names operation and file
	}
	defer in.Close() //nolint:errcheck // only read
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err //nolint:wrapcheck // as above
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// move moves a file, also to another file system.
func move(from, to string) error {
	err := os.Rename(from, to)
	if !errors.Is(err, syscall.EXDEV) {
		return err //nolint:wrapcheck // the error names operation and file
	}
	if err = os.Remove(to); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err //nolint:wrapcheck // as above
	}
	return copyFile(from, to)
}
