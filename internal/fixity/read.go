package fixity

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

// verify lists the folders of a unit and reads its objects. Each read takes a place in
// reading.
func (c *Checker) verify(ctx context.Context, u Unit, reading chan struct{}) (outcome, error) {
	out := outcome{files: len(u.Objects), findings: slices.Clone(u.Lost)}
	listed := map[string]int64{} // sizes
	for _, folder := range u.Folders {
		for info, err := range c.Store.List(ctx, folder) {
			if err != nil {
				return out, err
			}
			listed[info.Key] = info.Size
		}
	}
	damaged, err := c.decode(ctx, u)
	if err != nil {
		return out, err
	}
	out.findings = append(out.findings, damaged...)
	blocks, err := c.blocksOf(ctx, u)
	if err != nil {
		return out, err
	}
	seen := make([]Seen, len(u.Objects))
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(cap(reading))
	for i, o := range u.Objects {
		group.Go(func() (err error) {
			select {
			case reading <- struct{}{}:
			case <-groupCtx.Done():
				return context.Cause(groupCtx)
			}
			defer func() { <-reading }()
			seen[i], err = c.look(groupCtx, u, o, listed, blocks.writer())
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return out, err //nolint:wrapcheck // errors of the store name the object
	}
	for i, o := range u.Objects {
		if seen[i].SHA256 != "" {
			out.read++
			out.bytes += seen[i].Size
		}
		if f, ok := u.Compare(o, seen[i]); !ok {
			out.findings = append(out.findings, f)
		}
	}
	out.findings = append(out.findings, u.Strangers(listed)...)
	if f, ok := u.CompareBlocks(blocks, seen); !ok {
		out.findings = append(out.findings, f)
	}
	return out, nil
}

// decode reads the JSON objects of a unit that the sample contains.
func (c *Checker) decode(ctx context.Context, u Unit) (list []archive.Finding, err error) {
	for _, key := range u.JSON {
		if !Selects(c.Sample, key) {
			continue
		}
		content := contentOf(key)
		_, damage, err := readJSON(ctx, c.Store, key, content)
		if err != nil {
			return list, err
		}
		if e, is := content.(*archive.Event); is && damage == "" && e.Kind == "" { // such as {}
			damage = "has changed: it does not say what happened"
		}
		if damage != "" {
			list = append(list, u.Damaged(key, damage))
		}
	}
	return list, nil
}

// look looks at an object, and reads it if the sample contains it and its size is right.
func (c *Checker) look(ctx context.Context, u Unit, o Expected, listed map[string]int64, also io.Writer) (Seen, error) {
	inFolder := slices.ContainsFunc(u.Folders, func(folder string) bool { return strings.HasPrefix(o.Key, folder) })
	size, is := listed[o.Key]
	switch {
	case inFolder && !is:
		return Seen{Missing: true}, nil
	case inFolder && (o.Size >= 0 && size != o.Size || o.SHA256 == "" || !Selects(c.Sample, o.Key)):
		return Seen{Size: size}, nil
	case Selects(c.Sample, o.Key):
		return c.hash(ctx, o.Key, also)
	}
	info, err := c.Store.Stat(ctx, o.Key)
	if errors.Is(err, storage.ErrNotFound) {
		return Seen{Missing: true}, nil
	}
	return Seen{Size: info.Size}, err
}

// partSize is the number of bytes in memory of each object that is read.
const partSize = 256 << 10

// hash reads an object, and writes it to also if that is not nil. One that cannot be read,
// although the storage answers, is damaged.
func (c *Checker) hash(ctx context.Context, key string, also io.Writer) (Seen, error) {
	body, _, err := c.Store.Get(ctx, key, 0, -1)
	if errors.Is(err, storage.ErrNotFound) {
		return Seen{Missing: true}, nil
	}
	if err != nil {
		return c.unreadable(ctx, err)
	}
	h := sha256.New()
	var all io.Writer = h
	if also != nil {
		all = io.MultiWriter(h, also)
	}
	size, err := io.CopyBuffer(all, counted{body, c.Read}, make([]byte, partSize))
	if err = errors.Join(err, body.Close()); err != nil {
		return c.unreadable(ctx, err)
	}
	return Seen{Size: size, SHA256: hex.EncodeToString(h.Sum(nil))}, nil
}

// unreadable returns the error of an object that cannot be read, or err itself if the
// storage does not answer.
func (c *Checker) unreadable(ctx context.Context, err error) (Seen, error) {
	if ctx.Err() != nil {
		return Seen{}, context.Cause(ctx)
	}
	if errors.Is(err, storage.ErrDamaged) {
		return Seen{Unreadable: "its checksum does not match"}, nil
	}
	if _, statErr := c.Store.Stat(ctx, layout.Site); statErr != nil && !errors.Is(statErr, storage.ErrNotFound) {
		return Seen{}, err
	}
	return Seen{Unreadable: err.Error()}, nil
}

// counted reports the bytes that are read.
type counted struct {
	io.Reader

	read func(int64)
}

// Read implements [io.Reader].
func (r counted) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if r.read != nil && n > 0 {
		r.read(int64(n))
	}
	return n, err //nolint:wrapcheck // io.EOF must stay itself
}
