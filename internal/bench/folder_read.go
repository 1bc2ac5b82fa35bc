package main

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"proceedings/internal/fault"
	"proceedings/internal/storage"
)

// open is an object's file, read up to its content, which begins at start.
func (s folder) open(ctx context.Context, key string) (file *os.File, info storage.Info, start int64, err error) {
	if err = check(ctx, key); err != nil {
		return nil, info, 0, err
	}
	file, err = os.Open(s.path(key))
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, unix.ENOTDIR) {
		return nil, info, 0, storage.ErrNotFound
	}
	if err != nil {
		return nil, info, 0, err //nolint:wrapcheck // names the file
	}
	stat, err := file.Stat()
	if err == nil && stat.IsDir() { // the folder of other keys
		err = storage.ErrNotFound
	}
	if err == nil {
		info, start, err = described(file)
	}
	if err != nil {
		return nil, info, 0, errors.Join(err, file.Close())
	}
	return file, info, start, nil
}

func described(file *os.File) (info storage.Info, start int64, err error) {
	var length [4]byte
	if _, err = io.ReadFull(file, length[:]); err != nil {
		return info, 0, fmt.Errorf("read the description: %w", err)
	}
	head := make([]byte, binary.BigEndian.Uint32(length[:]))
	if _, err = io.ReadFull(file, head); err != nil {
		return info, 0, fmt.Errorf("read the description: %w", err)
	}
	if err = json.Unmarshal(head, &info); err != nil {
		return info, 0, fmt.Errorf("read the description: %w", err)
	}
	stat, err := file.Stat()
	if err != nil {
		return info, 0, err //nolint:wrapcheck // names the file
	}
	start = int64(4 + len(head))
	info.Size, info.Modified = stat.Size()-start, stat.ModTime().UTC().Truncate(time.Second)
	return info, start, nil
}

// Get implements [storage.Store].
func (s folder) Get(ctx context.Context, key string, offset, length int64) (io.ReadCloser, storage.Info, error) {
	if offset < 0 {
		return nil, storage.Info{}, fault.Permanent(fmt.Errorf("get %s: offset %d is below zero", key, offset))
	}
	file, info, start, err := s.open(ctx, key)
	if err != nil {
		return nil, storage.Info{}, fmt.Errorf("get %s: %w", key, err)
	}
	offset = min(offset, info.Size)
	if length < 0 || length > info.Size-offset {
		length = info.Size - offset
	}
	return &content{ctx, io.NewSectionReader(file, start+offset, length), file}, info, nil
}

// Stat implements [storage.Store].
func (s folder) Stat(ctx context.Context, key string) (storage.Info, error) {
	file, info, _, err := s.open(ctx, key)
	if err != nil {
		return storage.Info{}, fmt.Errorf("stat %s: %w", key, err)
	}
	_ = file.Close() // only read
	return info, nil
}

// List implements [storage.Store].
func (s folder) List(ctx context.Context, prefix string) iter.Seq2[storage.Info, error] {
	return func(yield func(storage.Info, error) bool) {
		keys, err := s.keys(prefix)
		if err != nil {
			yield(storage.Info{}, fmt.Errorf("list %s: %w", prefix, err))
			return
		}
		for _, key := range keys {
			info, err := s.Stat(ctx, key)
			if errors.Is(err, storage.ErrNotFound) {
				continue // removed meanwhile
			}
			info.Attrs = storage.Attrs{}
			if !yield(info, err) || err != nil {
				return
			}
		}
		if ctx.Err() != nil {
			yield(storage.Info{}, fmt.Errorf("list %s: %w", prefix, context.Cause(ctx)))
		}
	}
}

func (s folder) keys(prefix string) (keys []string, err error) {
	root := filepath.Join(s.dir, "objects")
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if key := filepath.ToSlash(rel); err == nil && strings.HasPrefix(key, prefix) {
			keys = append(keys, key)
		}
		return err //nolint:wrapcheck // cannot fail below root
	})
	slices.Sort(keys)
	return keys, err //nolint:wrapcheck // names the file
}

// content is what is read of an object.
type content struct {
	ctx context.Context //nolint:containedctx // a reader of a network ends with its context, too
	r   io.Reader
	io.Closer
}

// Read implements [io.Reader].
func (c *content) Read(p []byte) (int, error) {
	if c.ctx.Err() != nil {
		return 0, context.Cause(c.ctx)
	}
	return c.r.Read(p) //nolint:wrapcheck // io.EOF must stay itself
}
