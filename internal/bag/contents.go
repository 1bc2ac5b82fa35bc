package bag

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"proceedings/internal/fault"
)

// maxTag limits the size of a manifest or a tag file that is read into memory.
const maxTag = 256 << 20

// contents are the files of a folder.
type contents struct {
	sizes map[string]int64 // by path
	paths []string         // in order

	folded map[string]string // paths by their folded form, made when a file is missing
}

// walk lists all regular files, and names what is none. It follows no links.
func walk(ctx context.Context, fsys fs.FS) (c contents, list []Problem, err error) {
	c.sizes = map[string]int64{}
	err = fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			if name == "." {
				return err
			}
			list = append(list, Problem{name, "cannot be read: " + fault.Cause(err).Error()})
			return nil
		}
		switch {
		case entry.IsDir():
			return nil
		case entry.Type()&fs.ModeSymlink != 0:
			list = append(list, Problem{name, "is a symbolic link"})
			return nil
		case !entry.Type().IsRegular():
			list = append(list, Problem{name, "is not a regular file"})
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			list = append(list, Problem{name, "cannot be read: " + fault.Cause(err).Error()})
			return nil
		}
		if wrong := CheckPath(name); wrong != "" {
			list = append(list, Problem{fmt.Sprintf("%q", name), wrong})
		}
		c.sizes[name] = info.Size()
		c.paths = append(c.paths, name)
		return nil
	})
	if err != nil {
		return c, list, fmt.Errorf("read the bag: %w", err)
	}
	slices.Sort(c.paths)
	return c, list, nil
}

// clashes names files that some systems cannot keep beside each other.
func (c *contents) clashes() (list []Problem) {
	seen := names{}
	for _, name := range c.paths {
		if _, why := seen.add(name); why != "" {
			list = append(list, Problem{name, why})
		}
	}
	return list
}

// likeness finds a file whose name differs from a missing one only in case or normalisation.
func (c *contents) likeness(name string) string {
	if c.folded == nil {
		c.folded = make(map[string]string, len(c.paths))
		for _, other := range c.paths {
			c.folded[Fold(other)] = other
		}
	}
	return c.folded[Fold(name)]
}

// read reads a tag file.
func (c *contents) read(fsys fs.FS, name string) (data []byte, problem string) {
	switch size, there := c.sizes[name]; {
	case !there:
		return nil, "is missing"
	case size > maxTag:
		return nil, "is too large"
	}
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, "cannot be read: " + fault.Cause(err).Error()
	}
	if strings.HasPrefix(string(data), "\ufeff") {
		return nil, "begins with a byte order mark"
	}
	return data, ""
}

// hashFile returns the checksums of a file.
func hashFile(ctx context.Context, fsys fs.FS, name string, algorithms []string, progress func(int64)) (f File, err error) {
	file, err := fsys.Open(name)
	if err != nil {
		return f, err //nolint:wrapcheck // becomes a problem with the name
	}
	defer func() { _ = file.Close() }() // only read
	sums := make([]interface {
		io.Writer
		Sum([]byte) []byte
	}, len(algorithms))
	writers := make([]io.Writer, len(algorithms))
	for i, a := range algorithms {
		sums[i] = newHash(a)
		writers[i] = sums[i]
	}
	f = File{Path: name, Sums: map[string]string{}}
	buf := make([]byte, 256<<10)
	for {
		if ctx.Err() != nil {
			return f, context.Cause(ctx)
		}
		n, readErr := file.Read(buf)
		for _, w := range writers {
			_, _ = w.Write(buf[:n]) // a hash never fails
		}
		f.Size += int64(n)
		if progress != nil {
			progress(int64(n))
		}
		if errors.Is(readErr, io.EOF) {
			break
		}
		if readErr != nil {
			return f, readErr //nolint:wrapcheck // becomes a problem with the name
		}
	}
	for i, a := range algorithms {
		f.Sums[a] = fmt.Sprintf("%x", sums[i].Sum(nil))
	}
	return f, nil
}
