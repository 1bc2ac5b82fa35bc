package originals

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"

	"pgregory.net/rapid"

	"proceedings/internal/layout"
	"proceedings/internal/originals/originalstest"
	"proceedings/internal/plan"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// noise is that many bytes, none of them zero and no two stretches alike.
func noise(n int) []byte {
	b := make([]byte, n)
	state := uint32(1)
	for i := range b {
		state = state*1664525 + 1013904223 // any generator will do
		b[i] = byte(state>>24) | 1
	}
	return b
}

// Whatever is wanted of whatever original comes right, and what was not fetched
// is zeros.
func TestFetchRangesLaws(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		content := noise(rapid.IntRange(1, 300).Draw(t, "size"))
		size := int64(len(content))
		wanted := drawRanges(t, size)
		store := &originalstest.Tally{Store: new(mem.Store)}
		sum := originalstest.Store(t, store, content, rapid.Int64Range(1, 40).Draw(t, "block"))
		path, partial, release, err := NewCache(store, dir, 0).FetchRanges(context.Background(), sum, wanted)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if int64(len(got)) != size {
			t.Fatalf("the file has %d bytes, want %d", len(got), size)
		}
		there := int64(0)
		for i := range got {
			switch got[i] {
			case content[i]:
				there++
			case 0:
			default:
				t.Fatalf("byte %d is neither its own nor zero", i)
			}
		}
		for _, r := range wanted {
			for i := max(0, r.From); i < min(r.To, size); i++ {
				if got[i] != content[i] {
					t.Fatalf("byte %d was wanted and is not there", i)
				}
			}
		}
		if read := store.Read.Load(); read != there || partial != (there < size) || partial && float64(read) > maxShare*float64(size)+40 {
			t.Fatalf("%d bytes were read for %d of %d; partial: %t", read, there, size, partial)
		}
		release()
		if _, err = os.Stat(path); !errors.Is(err, os.ErrNotExist) {
			t.Fatalf("after its release it is there still: %v", err)
		}
	})
}

// drawRanges is stretches of which some lie outside of the file, or nowhere.
func drawRanges(t *rapid.T, size int64) []plan.Range {
	var list []plan.Range
	for range rapid.IntRange(0, 4).Draw(t, "ranges") {
		from := rapid.Int64Range(-5, size+5).Draw(t, "from")
		list = append(list, plan.Range{From: from, To: from + rapid.Int64Range(-3, size/3+3).Draw(t, "length")})
	}
	return list
}

// Runs of blocks cover what is wanted, in order, apart, and nothing else.
func TestCoverLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := Blocks{Size: rapid.Int64Range(1, 1000).Draw(t, "size"), Block: rapid.Int64Range(1, 50).Draw(t, "block")}
		b.SHA256 = make([]string, (b.Size+b.Block-1)/b.Block)
		wanted := drawRanges(t, b.Size)
		need := map[int64]bool{}
		for _, r := range wanted {
			for i := max(0, r.From); i < min(r.To, b.Size); i++ {
				need[i/b.Block] = true
			}
		}
		runs := b.cover(wanted)
		if len(need) == 0 || float64(len(need)) > maxShare*float64(len(b.SHA256)) {
			if runs != nil {
				t.Fatalf("%d of %d blocks are fetched for themselves: %v", len(need), len(b.SHA256), runs)
			}
			return
		}
		last, count := int64(-1), 0
		for _, run := range runs {
			if run.from <= last || run.to <= run.from || run.to > int64(len(b.SHA256)) {
				t.Fatalf("runs %v overlap, touch, or lie outside of %d blocks", runs, len(b.SHA256))
			}
			for i := run.from; i < run.to; i++ {
				if !need[i] {
					t.Fatalf("block %d is fetched for nothing: %v of %v", i, wanted, runs)
				}
				count++
			}
			last = run.to
		}
		if count != len(need) {
			t.Fatalf("%v has %d blocks, want %d", runs, count, len(need))
		}
	})
}

// When the whole original is fetched, and when it is not.
func TestFetchRangesOrAll(t *testing.T) {
	t.Parallel()
	some := []plan.Range{{From: 100, To: 200}}
	tests := []struct {
		name    string
		block   int64
		wanted  []plan.Range
		before  func(t *testing.T, s *Cache, sum string) (release func())
		partial bool
		read    int64
	}{
		{"a part of it", 100, some, nil, true, 100},
		{"some parts of it", 100, []plan.Range{{To: 1}, {From: 999, To: 1000}}, nil, true, 200},
		{"nothing in particular", 100, nil, nil, false, 1000},
		{"nothing that there is", 100, []plan.Range{{From: 5000, To: 6000}}, nil, false, 1000},
		{"six parts in ten", 100, []plan.Range{{To: 600}}, nil, true, 600},
		{"most of it", 100, []plan.Range{{To: 601}}, nil, false, 1000},
		{"one that was stored without checksums of its blocks", 0, some, nil, false, 1000},
		{"one with damaged checksums of its blocks", 100, some, func(t *testing.T, s *Cache, sum string) func() {
			t.Helper()
			if _, err := s.store.Put(t.Context(), layout.Blocks(sum), strings.NewReader("{"), storage.Attrs{}, storage.Always); err != nil {
				t.Fatal(err)
			}
			return func() {}
		}, false, 1000},
		{"one that is here in use", 100, some, fetchWhole, false, 0},
		{"one that is here and kept", 100, some, func(t *testing.T, s *Cache, sum string) func() {
			t.Helper()
			fetchWhole(t, s, sum)()
			return func() {}
		}, false, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			content := noise(1000)
			store := &originalstest.Tally{Store: new(mem.Store)}
			sum := originalstest.Store(t, store, content, tt.block)
			s := NewCache(store, t.TempDir(), 1<<20)
			if tt.before != nil {
				defer tt.before(t, s, sum)()
			}
			before := store.Read.Load()
			path, partial, release, err := s.FetchRanges(t.Context(), sum, tt.wanted)
			if err != nil {
				t.Fatal(err)
			}
			defer release()
			if read := store.Read.Load() - before; partial != tt.partial || read != tt.read {
				t.Errorf("partial: %t, with %d bytes read; want %t, %d", partial, read, tt.partial, tt.read)
			}
			got, err := os.ReadFile(path)
			if err != nil || partial == bytes.Equal(got, content) {
				t.Errorf("all of it is there: %t, %v", bytes.Equal(got, content), err)
			}
		})
	}
}

func fetchWhole(t *testing.T, s *Cache, sum string) func() {
	t.Helper()
	_, release, err := s.Fetch(t.Context(), sum)
	if err != nil {
		t.Fatal(err)
	}
	return release
}

// A part takes no more room than what is in it.
func TestFetchRangesIsSparse(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	sum := originalstest.Store(t, store, noise(8<<20), 64<<10)
	path, _, release, err := NewCache(store, t.TempDir(), 0).FetchRanges(t.Context(), sum, []plan.Range{{From: 4 << 20, To: 4<<20 + 1}})
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if st, known := info.Sys().(*syscall.Stat_t); known && st.Blocks*512 > 1<<20 {
		t.Errorf("64 KiB of 8 MiB take %d bytes on the disk", st.Blocks*512)
	}
}

// What is in the storage is looked at before it is believed, block by block.
func TestFetchRangesOfOtherBytes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		spoil func([]byte) []byte
		want  error // nil for none
	}{
		{"a byte that is wanted", func(b []byte) []byte { b[150] ^= 1; return b }, ErrMismatch},
		{"one beside it, in the same block", func(b []byte) []byte { b[199] ^= 1; return b }, ErrMismatch},
		{"one in another block, which nobody reads", func(b []byte) []byte { b[250] ^= 1; return b }, nil},
		{"an end that is missing", func(b []byte) []byte { return b[:160] }, io.ErrUnexpectedEOF},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			store, dir := new(mem.Store), t.TempDir()
			sum := originalstest.Store(t, store, noise(1000), 100)
			bad := bytes.NewReader(tt.spoil(noise(1000)))
			if _, err := store.Put(t.Context(), layout.Source(sum), bad, storage.Attrs{}, storage.Always); err != nil {
				t.Fatal(err)
			}
			s := NewCache(store, dir, 0)
			_, _, release, err := s.FetchRanges(t.Context(), sum, []plan.Range{{From: 150, To: 160}})
			if !errors.Is(err, tt.want) || (err == nil) != (tt.want == nil) {
				t.Errorf("err = %v, want %v", err, tt.want)
			}
			if err == nil {
				release()
			}
			if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}

// Several parts of one original at once, beside the whole of it.
func TestFetchRangesAtOnce(t *testing.T) {
	t.Parallel()
	content := noise(10_000)
	store := &originalstest.Tally{Store: new(mem.Store)}
	sum := originalstest.Store(t, store, content, 100)
	s := NewCache(store, t.TempDir(), 0)
	var wg sync.WaitGroup
	for i := range int64(8) {
		wg.Go(func() {
			wanted := []plan.Range{{From: i * 1000, To: i*1000 + 500}}
			if i == 7 {
				wanted = nil
			}
			for range 20 {
				path, partial, release, err := s.FetchRanges(t.Context(), sum, wanted)
				if err != nil {
					t.Error(err)
					return
				}
				got, err := os.ReadFile(path)
				if err != nil || len(got) != len(content) || !bytes.Equal(got[i*1000:i*1000+500], content[i*1000:i*1000+500]) {
					t.Errorf("part %d is not right: %v", i, err)
				}
				if !partial && !bytes.Equal(got, content) {
					t.Error("what is not a part is not the whole")
				}
				release()
			}
		})
	}
	wg.Wait()
	left, err := os.ReadDir(s.dir)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
