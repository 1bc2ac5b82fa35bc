package s3_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/storage"
	"proceedings/internal/storage/s3"
	"proceedings/internal/storage/s3/s3test"
)

const (
	partSize = 5 << 20
	fileSize = 6*partSize + 123 // seven parts
	key      = "archive/sources/abc/original"
)

// memory is what a caller remembers of an upload.
type memory struct {
	mu     sync.Mutex
	states []storage.UploadState
	sent   []int64
}

func (m *memory) save(s storage.UploadState) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.states = append(m.states, s)
	return nil
}

func (m *memory) progress(n int64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sent = append(m.sent, n)
}

func (m *memory) options(resume *storage.UploadState) storage.UploadOptions {
	return storage.UploadOptions{Resume: resume, Save: m.save, Progress: m.progress}
}

// broken leaves an upload of data of which the server has exactly three parts.
func broken(t *testing.T, p *proxy, cfg s3.Config, data []byte) storage.UploadState {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var arriving, taken atomic.Int32
	p.stepIn(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if partNumber(r) == 0 {
			next.ServeHTTP(w, r)
			return
		}
		if arriving.Add(1) > 3 {
			<-ctx.Done()
			panic(http.ErrAbortHandler)
		}
		next.ServeHTTP(w, r)
		if taken.Add(1) == 3 {
			cancel()
		}
	})
	var m memory
	_, err := s3test.Open(t, cfg).Upload(ctx, key, bytes.NewReader(data), int64(len(data)), storage.Attrs{}, m.options(nil))
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("the upload that is cancelled in the middle: %v", err)
	}
	if len(p.parts()) != 3 || len(m.states) != 1 {
		t.Fatalf("the server took the parts %v and %d states were saved, want three parts and one state", p.parts(), len(m.states))
	}
	p.stepIn(nil)
	return m.states[0]
}

func holds(t *testing.T, s storage.Store, want []byte) {
	t.Helper()
	body, _, err := s.Get(t.Context(), key, 0, -1)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(body)
	if err = errors.Join(err, body.Close()); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the object holds %d bytes that are not the file's %d", len(got), len(want))
	}
}

func TestUploadResumes(t *testing.T) {
	t.Parallel()
	server := s3test.Start(t)
	file, other := content(1, fileSize), content(2, fileSize)
	all := []int{1, 2, 3, 4, 5, 6, 7}

	tests := []struct {
		name      string
		checksums s3.Checksums
		file      []byte
		change    func(*storage.UploadState)
		again     bool // are the parts that the server took sent again
		saves     int
	}{
		{"only missing parts are sent, told by SHA-256", s3.Supported, file, nil, false, 0},
		{"only missing parts are sent, told by MD5", s3.Required, file, nil, false, 0},
		{"parts of another file are sent again, told by SHA-256", s3.Supported, other, nil, true, 0},
		{"parts of another file are sent again, told by MD5", s3.Required, other, nil, true, 0},
		{"an upload that the server forgot starts again", s3.Supported, file, func(s *storage.UploadState) { s.ID = "5d1f0c4e-1111-4222-8333-444455556666" }, true, 1},
		{"a part size of nonsense starts again", s3.Supported, file, func(s *storage.UploadState) { s.PartSize = 7 }, true, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cfg := s3test.Bucket(t, server)
			cfg.PartSize, cfg.Checksums = partSize, tt.checksums
			p, cfg := before(t, cfg)
			state := broken(t, p, cfg, file)
			taken := p.parts()
			if tt.change != nil {
				tt.change(&state)
			}
			cfg.PartSize = 8 << 20 // another version of ours; the upload keeps its own

			p.forget()
			var m memory
			s := s3test.Open(t, cfg)
			attrs := storage.Attrs{ContentType: "video/mp4"}
			info, err := s.Upload(t.Context(), key, bytes.NewReader(tt.file), fileSize, attrs, m.options(&state))
			if err != nil {
				t.Fatal(err)
			}
			if info.Size != fileSize || info.ETag == "" || len(m.states) != tt.saves {
				t.Errorf("upload says %+v after saving %d states, want %d", info, len(m.states), tt.saves)
			}
			holds(t, s, tt.file)
			if tt.saves > 0 { // in parts of 8 MiB, then
				if got := p.parts(); !slices.Equal(got, []int{1, 2, 3, 4}) {
					t.Errorf("the parts %v were sent, want all of a new upload", got)
				}
				return
			}
			want := slices.DeleteFunc(slices.Clone(all), func(n int) bool { return !tt.again && slices.Contains(taken, n) })
			if diff := cmp.Diff(want, p.parts()); diff != "" {
				t.Errorf("parts that were sent again (-want +got):\n%s", diff)
			}
			if first, last := m.sent[0], m.sent[len(m.sent)-1]; last != fileSize || !tt.again && first < partSize {
				t.Errorf("progress goes from %d to %d of %d bytes", first, last, fileSize)
			}
			if n := unfinished(t, cfg); n != 0 {
				t.Errorf("%d uploads are left behind", n)
			}
		})
	}
}

func TestUploadProgressGrows(t *testing.T) {
	t.Parallel()
	cfg := s3test.Start(t)
	cfg.PartSize = partSize
	var m memory
	_, err := s3test.Open(t, cfg).Upload(t.Context(), key, bytes.NewReader(content(1, fileSize)), fileSize, storage.Attrs{}, m.options(nil))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.IsSorted(m.sent) || m.sent[len(m.sent)-1] != fileSize || len(m.sent) < 100 {
		t.Errorf("%d reports of progress up to %d of %d, sorted: %v", len(m.sent), slices.Max(m.sent), fileSize, slices.IsSorted(m.sent))
	}
}

// TestUploadSurvivesALostResponse: the object is complete, and we do not hear of it.
func TestUploadSurvivesALostResponse(t *testing.T) {
	t.Parallel()
	cfg := s3test.Start(t)
	cfg.PartSize = partSize
	p, cfg := before(t, cfg)
	var lost atomic.Int32
	p.stepIn(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if completes(r) && lost.Add(1) == 1 {
			next.ServeHTTP(discard{}, r)
			panic(http.ErrAbortHandler)
		}
		next.ServeHTTP(w, r)
	})
	data := content(1, fileSize)
	s := s3test.Open(t, cfg)
	info, err := s.Upload(t.Context(), key, bytes.NewReader(data), fileSize, storage.Attrs{}, storage.UploadOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if lost.Load() < 2 || info.Size != fileSize || info.ETag == "" {
		t.Errorf("upload says %+v after %d attempts to complete", info, lost.Load())
	}
	holds(t, s, data)
	if got := p.parts(); len(got) != 7 {
		t.Errorf("the parts %v were sent, want each once", got)
	}
}

// discard is where a lost answer goes.
type discard struct{}

func (discard) Header() http.Header         { return http.Header{} }
func (discard) Write(p []byte) (int, error) { return len(p), nil }
func (discard) WriteHeader(int)             {}

func TestUploadsOfTheSameContentAllSucceed(t *testing.T) {
	t.Parallel()
	cfg := s3test.Start(t)
	cfg.PartSize = partSize
	s := s3test.Open(t, cfg)
	data := content(1, fileSize)
	infos, errs := make([]storage.Info, 4), make([]error, 4)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			infos[i], errs[i] = s.Upload(t.Context(), key, bytes.NewReader(data), fileSize, storage.Attrs{}, storage.UploadOptions{})
		})
	}
	wg.Wait()
	for i, err := range errs {
		if err != nil || infos[i].ETag != infos[0].ETag || infos[i].Size != fileSize {
			t.Errorf("upload %d: %+v, %v", i, infos[i], err)
		}
	}
	holds(t, s, data)
	if n := unfinished(t, cfg); n != 0 {
		t.Errorf("%d uploads are left behind", n)
	}
}

func TestUploadOfAnExistingObjectAbortsOldParts(t *testing.T) {
	t.Parallel()
	cfg := s3test.Start(t)
	cfg.PartSize = partSize
	p, cfg := before(t, cfg)
	data := content(1, fileSize)
	state := broken(t, p, cfg, data)
	s := s3test.Open(t, cfg)
	if _, err := s.Put(t.Context(), key, bytes.NewReader(data), storage.Attrs{}, storage.Always); err != nil {
		t.Fatal(err)
	}
	p.forget()
	if _, err := s.Upload(t.Context(), key, bytes.NewReader(data), fileSize, storage.Attrs{}, storage.UploadOptions{Resume: &state}); err != nil {
		t.Fatal(err)
	}
	if got := p.parts(); len(got) > 0 {
		t.Errorf("the parts %v were sent of what is there", got)
	}
	if n := unfinished(t, cfg); n != 0 {
		t.Errorf("%d uploads are left behind", n)
	}
}

func TestUploadFailsWhenStateCannotBeSaved(t *testing.T) {
	t.Parallel()
	cfg := s3test.Start(t)
	cfg.PartSize = partSize
	full := errors.New("the disk is full")
	opts := storage.UploadOptions{Save: func(storage.UploadState) error { return full }}
	_, err := s3test.Open(t, cfg).Upload(t.Context(), key, bytes.NewReader(content(1, fileSize)), fileSize, storage.Attrs{}, opts)
	if !errors.Is(err, full) {
		t.Errorf("upload whose state cannot be saved: %v", err)
	}
	if n := unfinished(t, cfg); n != 0 {
		t.Errorf("%d uploads are left behind", n)
	}
}

// TestFailedPutAbortsItsParts also when its caller has gone.
func TestFailedPutAbortsItsParts(t *testing.T) {
	t.Parallel()
	cfg := s3test.Start(t)
	cfg.PartSize = partSize
	p, cfg := before(t, cfg)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	p.stepIn(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		next.ServeHTTP(w, r)
		if partNumber(r) == 5 {
			cancel()
		}
	})
	s := s3test.Open(t, cfg)
	_, err := s.Put(ctx, key, bytes.NewReader(content(1, fileSize)), storage.Attrs{}, storage.Always)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("put: %v, want context.Canceled", err)
	}
	if len(p.parts()) == 0 {
		t.Error("no part was sent, so this tests nothing")
	}
	if n := unfinished(t, cfg); n != 0 {
		t.Errorf("%d uploads are left behind", n)
	}
}

// TestMultipartPutLosesToAFasterWriter: what decides is the moment when the parts are
// completed, not the look at the start.
func TestMultipartPutLosesToAFasterWriter(t *testing.T) {
	t.Parallel()
	server := s3test.Start(t)
	file, other := content(1, fileSize), content(2, fileSize)

	tests := []struct {
		name   string
		faster []byte
		write  func(context.Context, *s3.Store) error
		want   error
	}{
		{"a put finds another object", other[:10], func(ctx context.Context, s *s3.Store) error {
			_, err := s.Put(ctx, key, bytes.NewReader(file), storage.Attrs{}, storage.IfAbsent)
			return err
		}, storage.ErrPrecondition},
		{"an upload finds the same content", file, func(ctx context.Context, s *s3.Store) error {
			_, err := s.Upload(ctx, key, bytes.NewReader(file), fileSize, storage.Attrs{}, storage.UploadOptions{})
			return err
		}, nil},
		{"an upload finds something else", other[:10], func(ctx context.Context, s *s3.Store) error {
			_, err := s.Upload(ctx, key, bytes.NewReader(file), fileSize, storage.Attrs{}, storage.UploadOptions{})
			return err
		}, storage.ErrPrecondition},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			direct := s3test.Bucket(t, server)
			direct.PartSize = partSize
			p, cfg := before(t, direct)
			rival := s3test.Open(t, direct)
			p.stepIn(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
				if completes(r) {
					if _, err := rival.Put(r.Context(), key, bytes.NewReader(tt.faster), storage.Attrs{}, storage.Always); err != nil {
						t.Errorf("the faster writer: %v", err)
					}
				}
				next.ServeHTTP(w, r)
			})
			if err := tt.write(t.Context(), s3test.Open(t, cfg)); !errors.Is(err, tt.want) {
				t.Errorf("the slower writer: %v, want %v", err, tt.want)
			}
			holds(t, rival, tt.faster)
			if n := unfinished(t, direct); n != 0 {
				t.Errorf("%d uploads are left behind", n)
			}
		})
	}
}
