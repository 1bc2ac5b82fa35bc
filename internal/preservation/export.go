package preservation

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"proceedings/internal/bag"
	"proceedings/internal/preservation/metadata"
	"proceedings/internal/pronom"
	"proceedings/internal/storage"
)

// Exporter writes bags.
type Exporter struct {
	Store   storage.Store
	Now     func() time.Time
	Who     string // user@host
	Program string // this program, with its version

	// Formats identifies the formats of files below a folder. tool names what did it.
	Formats func(ctx context.Context, dir string, files []string) (tool string, list []pronom.Format, err error)

	// Wrote, if not nil, receives the bytes of the payload that were written.
	Wrote func(bytes int64)

	left *leftovers // of the last folder
}

// Exported is a bag that was written.
type Exported struct {
	Path     string
	Files    int
	Bytes    int64
	Manifest string // SHA-256 of manifest-sha256.txt
	Known    int    // originals with a PRONOM identifier
	Note     string // a sentence about what is not in the bag; empty for nothing
}

// Export writes a planned bag into a folder of its own below dir. It appears there whole, or not
// at all.
func (x *Exporter) Export(ctx context.Context, p Plan, dir string) (done Exported, err error) {
	defer func() { err = onDisk(err, dir) }()
	left, err := x.prepare(dir, p.Meeting.ID)
	if err != nil {
		return done, err
	}
	f, err := openFolder(dir, p.Meeting.ID)
	if err != nil {
		return done, err
	}
	defer func() {
		_ = f.remove() // if it fails, the next export does it
		err = errors.Join(err, f.close())
	}()
	w := bag.NewWriter(f)
	subject := metadata.Subject{Meeting: p.Meeting, Events: p.events, Time: x.Now(), Who: x.Who, Program: x.Program}
	for _, item := range p.Items {
		written, addErr := x.add(ctx, w, item)
		if addErr != nil {
			return done, addErr
		}
		subject.Files = append(subject.Files, metadata.File{
			Path: item.Path, Size: written.Size, SHA256: written.Sums[bag.SHA256], SHA512: written.Sums[bag.SHA512],
			Use: item.use, Type: item.kind, Source: item.source, Step: item.step,
		})
	}
	done = Exported{Path: filepath.Join(dir, p.Meeting.ID), Files: len(p.Items), Bytes: p.Bytes(), Manifest: sumOf([]byte(p.manifest()))}
	if done.Known, done.Note, err = x.identify(ctx, f.path, &subject); err != nil {
		return done, err
	}
	if err = x.describe(w, p, subject); err != nil {
		return done, err
	}
	if err = w.Close(x.info(p)); err != nil {
		return done, err
	}
	if left != "" {
		done.Note = strings.TrimSpace(done.Note + " " + left)
	}
	return done, f.finish(p.Meeting.ID)
}

// prepare makes the folder for bags, and deletes what interrupted exports left in it. note is
// a sentence about what stays.
func (x *Exporter) prepare(dir, id string) (note string, err error) {
	if x.left == nil || x.left.dir != dir {
		if err = os.MkdirAll(dir, 0o750); err != nil {
			return "", fmt.Errorf("make the folder for bags: %w", err)
		}
		if x.left, err = sweep(dir); err != nil {
			return "", err
		}
	}
	return x.left.check(id)
}

// add streams a payload file from the storage into the bag.
func (x *Exporter) add(ctx context.Context, w *bag.Writer, item Item) (bag.File, error) {
	content := io.Reader(bytes.NewReader(item.data))
	if item.key != "" {
		body, _, err := x.Store.Get(ctx, item.key, 0, -1)
		if err != nil {
			return bag.File{}, err
		}
		defer func() { _ = body.Close() }() // read to its end, or failed
		content = body
	}
	write := w.Add
	if item.link != "" {
		write = func(name string, content io.Reader) (bag.File, error) { return w.Link(name, item.link, content) }
	}
	written, err := write(item.Path, counted{content, x.Wrote})
	if err != nil {
		return written, err
	}
	if written.Sums[bag.SHA256] != item.SHA256 || written.Size != item.Size {
		return written, fmt.Errorf("%w: %s, stored as %s, has the SHA-256 %s and not %s; restore it from a backup", storage.ErrDamaged, item.Path, item.key, written.Sums[bag.SHA256], item.SHA256)
	}
	return written, nil
}

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// counted reports the bytes that are read.
type counted struct {
	io.Reader

	read func(int64)
}

// Read implements [io.Reader].
func (c counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	if c.read != nil && n > 0 {
		c.read(int64(n))
	}
	return n, err //nolint:wrapcheck // io.EOF must stay itself
}
