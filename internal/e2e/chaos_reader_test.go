package e2e_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"sync"
	"testing"
	"time"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/storage"
)

// reader polls the manifests of meetings, and checks every file of every version that it
// sees against its size and SHA-256.
type reader struct {
	store storage.Store
	want  func(manifest.Manifest) error // of a version that says it is published

	mu         sync.Mutex
	problems   []string
	incomplete int // problems of these that are an incomplete meeting
	versions   int
}

// watch polls until the returned function is called.
func (r *reader) watch(t *testing.T, ids []string) (stop func()) {
	t.Helper()
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		checked := map[string]string{} // SHA-256 by key
		seen := map[string]bool{}
		tick := time.NewTicker(200 * time.Millisecond)
		defer tick.Stop()
		for {
			for _, id := range ids {
				r.look(t, id, checked, seen)
			}
			select {
			case <-end:
				return
			case <-tick.C:
			}
		}
	}()
	return sync.OnceFunc(func() {
		close(end)
		<-ended
	})
}

func (r *reader) look(t *testing.T, id string, checked map[string]string, seen map[string]bool) {
	t.Helper()
	key := layout.Public.Meeting(id, layout.Manifest)
	body, _, err := r.store.Get(t.Context(), key, 0, -1)
	if errors.Is(err, storage.ErrNotFound) || errors.Is(err, storage.ErrUnavailable) || t.Context().Err() != nil {
		return
	}
	if err != nil {
		r.problem("%s: %v", key, err)
		return
	}
	data, err := io.ReadAll(body)
	_ = body.Close()
	if err != nil {
		return // cut: a reader tries again
	}
	sum := sha256.Sum256(data)
	if version := string(sum[:]); !seen[version] {
		seen[version] = true
		r.mu.Lock()
		r.versions++
		r.mu.Unlock()
	}
	m, err := manifest.Decode(data)
	if err != nil {
		r.problem("%s: %v", key, err)
		return
	}
	if m.State == manifest.Published {
		if err := r.want(m); err != nil {
			r.problem("%s is published incompletely: %v", id, err)
			r.incomplete++
		}
	}
	named := slices.Collect(m.Files())
	versioned := slices.ContainsFunc(named, func(f manifest.File) bool { return f.Versioned != "" })
	for _, f := range named {
		file := path.Join(path.Dir(key), f.Fixed())
		if checked[file] == f.SHA256 {
			continue
		}
		// The release of the rolling upgrade has no versioned pages: they may be ahead of its manifest.
		if _, _, derived := layout.ParseDerivedLink(f.URL); !versioned && !derived {
			continue
		}
		err := r.check(t, file, f)
		if errors.Is(err, storage.ErrNotFound) && f.Versioned != "" {
			if now, _, readErr := storage.ReadAll(t.Context(), r.store, key); readErr != nil || !bytes.Equal(now, data) {
				return // it is of an earlier version
			}
		}
		if err != nil {
			r.problem("%s names %s: %v", id, f.Fixed(), err)
			continue
		}
		checked[file] = f.SHA256
	}
}

func (r *reader) check(t *testing.T, key string, f manifest.File) error {
	t.Helper()
	body, _, err := r.store.Get(t.Context(), key, 0, -1)
	if errors.Is(err, storage.ErrUnavailable) || t.Context().Err() != nil {
		return nil // a reader tries again
	}
	if err != nil {
		return err
	}
	defer func() { _ = body.Close() }()
	hash := sha256.New()
	n, err := io.Copy(hash, body)
	if err != nil {
		return nil // cut: a reader tries again
	}
	if sum := hex.EncodeToString(hash.Sum(nil)); n != f.Size || sum != f.SHA256 {
		return fmt.Errorf("%d bytes with SHA-256 %s, the manifest has %d and %s", n, sum, f.Size, f.SHA256)
	}
	return nil
}

func (r *reader) problem(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.problems) < 20 {
		r.problems = append(r.problems, fmt.Sprintf(format, args...))
	}
}
