package main

import (
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"proceedings/internal/storage"
)

var _ storage.Store = folder{}

// folder is a store in a folder that several processes share. An object is one
// file: the length of its description (4 bytes), the description, the content.
// A rename puts it in place, so a reader needs no lock. Zeros take no room,
// which is why a source of many gigabytes is not written out.
type folder struct{ dir string }

func (s folder) path(key string) string {
	return filepath.Join(s.dir, "objects", filepath.FromSlash(key))
}

// Put implements [storage.Store].
func (s folder) Put(ctx context.Context, key string, body io.ReadSeeker, attrs storage.Attrs, cond storage.Condition) (storage.Info, error) {
	info, err := s.put(ctx, key, body, attrs, cond)
	if err != nil {
		return storage.Info{}, fmt.Errorf("put %s: %w", key, err)
	}
	return info, nil
}

func (s folder) put(ctx context.Context, key string, body io.Reader, attrs storage.Attrs, cond storage.Condition) (info storage.Info, err error) {
	if err = check(ctx, key); err != nil {
		return info, err
	}
	if err = os.MkdirAll(filepath.Dir(s.path(key)), 0o700); err != nil {
		return info, fmt.Errorf("make a folder: %w", err)
	}
	attrs.ContentType = cmp.Or(attrs.ContentType, storage.DefaultType)
	info = storage.Info{Key: key, ETag: rand.Text(), Attrs: attrs}
	file, err := os.CreateTemp(s.dir, "put-")
	if err != nil {
		return info, fmt.Errorf("make a file: %w", err)
	}
	defer func() { _ = os.Remove(file.Name()) }() // gone already when all went well
	info.Size, err = fill(ctx, file, info, body)
	if err = errors.Join(err, file.Close()); err != nil {
		return info, err
	}
	unlock, err := s.lock()
	if err != nil {
		return info, err
	}
	defer unlock()
	if ctx.Err() != nil {
		return info, context.Cause(ctx)
	}
	old, err := s.Stat(ctx, key)
	there := err == nil
	if !there && !errors.Is(err, storage.ErrNotFound) {
		return info, err
	}
	if cond.Absent && there || cond.ETag != "" && (!there || old.ETag != cond.ETag) {
		return info, storage.ErrPrecondition
	}
	if err = os.Rename(file.Name(), s.path(key)); err != nil {
		return info, fmt.Errorf("put in place: %w", err)
	}
	return info, nil
}

// Copy implements [storage.Store].
func (s folder) Copy(ctx context.Context, from, to string) error {
	body, info, err := s.Get(ctx, from, 0, -1)
	if err == nil {
		_, err = s.put(ctx, to, body, info.Attrs, storage.Always)
		err = errors.Join(err, body.Close())
	}
	if err != nil {
		return fmt.Errorf("copy %s to %s: %w", from, to, err)
	}
	return nil
}

// lock keeps other writers out, of this process and of others.
func (s folder) lock() (unlock func(), err error) {
	f, err := os.OpenFile(filepath.Join(s.dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the lock: %w", err)
	}
	for {
		if err = unix.Flock(int(f.Fd()), unix.LOCK_EX); !errors.Is(err, unix.EINTR) {
			break
		}
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("lock: %w", err), f.Close())
	}
	return func() { _ = f.Close() }, nil // which gives the lock back
}

// fill writes an object's file and returns the size of the content.
func fill(ctx context.Context, file *os.File, info storage.Info, body io.Reader) (size int64, err error) {
	head, err := json.Marshal(info)
	if err != nil {
		return 0, fmt.Errorf("describe: %w", err)
	}
	at := int64(4 + len(head))
	if _, err = file.Write(append(binary.BigEndian.AppendUint32(nil, uint32(len(head))), head...)); err != nil {
		return 0, fmt.Errorf("write: %w", err)
	}
	buf, zeros := make([]byte, 1<<20), make([]byte, 1<<20)
	for {
		var n int
		n, err = io.ReadFull(body, buf)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			return 0, fmt.Errorf("read the body: %w", err)
		}
		if ctx.Err() != nil {
			return 0, context.Cause(ctx)
		}
		if !bytes.Equal(buf[:n], zeros[:n]) {
			if _, writeErr := file.WriteAt(buf[:n], at+size); writeErr != nil {
				return 0, fmt.Errorf("write: %w", writeErr)
			}
		}
		size += int64(n)
		if err != nil {
			break
		}
	}
	if err = file.Truncate(at + size); err != nil {
		return 0, fmt.Errorf("write: %w", err)
	}
	return size, nil
}

// Delete implements [storage.Store].
func (s folder) Delete(ctx context.Context, key string) error {
	if err := check(ctx, key); err != nil {
		return fmt.Errorf("delete %s: %w", key, err)
	}
	if stat, err := os.Stat(s.path(key)); err == nil && stat.IsDir() {
		return nil // the folder of other keys
	}
	err := os.Remove(s.path(key))
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, unix.ENOTDIR) {
		return nil
	}
	return err //nolint:wrapcheck // names the file
}

func check(ctx context.Context, key string) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return storage.CheckKey(key)
}
