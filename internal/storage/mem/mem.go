// Package mem is a store in memory for tests. It keeps the contract of package
// storage strictly, also where servers are lenient, so that mistakes of callers
// show in tests.
package mem

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"proceedings/internal/fault"
	"proceedings/internal/storage"
)

var _ storage.Store = (*Store)(nil)

// Store is a [storage.Store] in memory. Its zero value is empty and ready.
type Store struct {
	mu      sync.RWMutex
	objects map[string]object
	folders map[string]int // how many objects lie below each
}

type object struct {
	data []byte
	info storage.Info
}

// Put implements [storage.Store].
func (s *Store) Put(ctx context.Context, key string, body io.ReadSeeker, attrs storage.Attrs, cond storage.Condition) (storage.Info, error) {
	if err := check(ctx, key); err != nil {
		return storage.Info{}, fmt.Errorf("put %s: %w", key, err)
	}
	data, err := io.ReadAll(body)
	if err != nil {
		return storage.Info{}, fmt.Errorf("put %s: read the body: %w", key, err)
	}
	sum := sha256.Sum256(data)
	o := object{data, storage.Info{
		Key:   key,
		Size:  int64(len(data)),
		ETag:  hex.EncodeToString(sum[:16]),
		Attrs: storage.Attrs{ContentDisposition: attrs.ContentDisposition, CacheControl: attrs.CacheControl},
	}}
	o.info.ContentType = cmp.Or(attrs.ContentType, storage.DefaultType)
	o.info.Metadata = maps.Clone(attrs.Metadata)

	s.mu.Lock()
	defer s.mu.Unlock()
	if ctx.Err() != nil { // while the body was read
		return storage.Info{}, fmt.Errorf("put %s: %w", key, context.Cause(ctx))
	}
	if err := s.put(o, cond); err != nil {
		return storage.Info{}, fmt.Errorf("put %s: %w", key, err)
	}
	return copied(o.info), nil
}

func (s *Store) put(o object, cond storage.Condition) error {
	key := o.info.Key
	old, there := s.objects[key]
	if cond.Absent && there || cond.ETag != "" && (!there || old.info.ETag != cond.ETag) {
		return storage.ErrPrecondition
	}
	if !there {
		if err := s.enter(key); err != nil {
			return err
		}
	}
	o.info.Modified = time.Now().UTC().Truncate(time.Second)
	s.objects[key] = o
	return nil
}

// Copy implements [storage.Store].
func (s *Store) Copy(ctx context.Context, from, to string) error {
	o, err := s.find(ctx, from)
	if err == nil {
		err = check(ctx, to)
	}
	if err != nil {
		return fmt.Errorf("copy %s to %s: %w", from, to, err)
	}
	o.info = copied(o.info)
	o.info.Key = to
	s.mu.Lock()
	defer s.mu.Unlock()
	if err = s.put(o, storage.Always); err != nil {
		return fmt.Errorf("copy %s to %s: %w", from, to, err)
	}
	return nil
}

// Get implements [storage.Store].
func (s *Store) Get(ctx context.Context, key string, offset, length int64) (io.ReadCloser, storage.Info, error) {
	o, err := s.find(ctx, key)
	if err != nil {
		return nil, storage.Info{}, fmt.Errorf("get %s: %w", key, err)
	}
	if offset < 0 {
		return nil, storage.Info{}, fault.Permanent(fmt.Errorf("get %s: offset %d is below zero", key, offset))
	}
	data := o.data[min(offset, o.info.Size):]
	if length >= 0 && length < int64(len(data)) {
		data = data[:length]
	}
	return &body{ctx.Err, bytes.NewReader(data)}, copied(o.info), nil
}

// Stat implements [storage.Store].
func (s *Store) Stat(ctx context.Context, key string) (storage.Info, error) {
	o, err := s.find(ctx, key)
	if err != nil {
		return storage.Info{}, fmt.Errorf("stat %s: %w", key, err)
	}
	return copied(o.info), nil
}

// List implements [storage.Store].
func (s *Store) List(ctx context.Context, prefix string) iter.Seq2[storage.Info, error] {
	return func(yield func(storage.Info, error) bool) {
		for _, info := range s.all(prefix) {
			if ctx.Err() != nil {
				yield(storage.Info{}, fmt.Errorf("list %s: %w", prefix, context.Cause(ctx)))
				return
			}
			if !yield(info, nil) {
				return
			}
		}
	}
}

// all is what a listing of prefix shows, at one moment.
func (s *Store) all(prefix string) []storage.Info {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var infos []storage.Info
	for key, o := range s.objects {
		if strings.HasPrefix(key, prefix) {
			info := o.info
			info.Attrs = storage.Attrs{}
			infos = append(infos, info)
		}
	}
	slices.SortFunc(infos, func(a, b storage.Info) int { return strings.Compare(a.Key, b.Key) })
	return infos
}

// Delete implements [storage.Store].
func (s *Store) Delete(ctx context.Context, key string) error {
	if err := check(ctx, key); err != nil {
		return fmt.Errorf("delete %s: %w", key, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, there := s.objects[key]; !there {
		return nil
	}
	delete(s.objects, key)
	for folder := range folders(key) {
		s.folders[folder]--
	}
	return nil
}

func (s *Store) find(ctx context.Context, key string) (object, error) {
	if err := check(ctx, key); err != nil {
		return object{}, err
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	o, there := s.objects[key]
	if !there {
		return object{}, storage.ErrNotFound
	}
	return o, nil
}

func check(ctx context.Context, key string) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return storage.CheckKey(key)
}

// copied keeps callers from changing the stored metadata through their copy.
func copied(info storage.Info) storage.Info {
	info.Metadata = maps.Clone(info.Metadata)
	return info
}
