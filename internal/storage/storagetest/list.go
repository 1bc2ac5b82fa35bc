package storagetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/storage"
)

// awkward are keys whose order by folders differs from their order by bytes.
func awkward() []string {
	return []string{
		"p/a/b", "p/a-b", "p/a.b", "p/a!b", "p/a0", "p/ab", "p/A", "p/a/b.c", "p/a-b.d",
		"p/a/a/z", "p/a/a-b", "p/a-/x", "p/(x)", "q", "p-q", "P/a", "p/10", "p/9", "p/z/y/x/w",
	}
}

func testListOrder(t *testing.T, s storage.Store) {
	for _, key := range awkward() {
		put(t, s, key, []byte(key))
	}
	want := slices.Sorted(slices.Values(awkward()))
	if diff := cmp.Diff(want, list(t, s, "")); diff != "" {
		t.Errorf("a listing of all (-want +got):\n%s", diff)
	}
}

func testListPrefix(t *testing.T, s storage.Store) {
	for _, key := range awkward() {
		put(t, s, key, []byte(key))
	}
	for _, prefix := range []string{"p/", "p", "p/a", "p/a/", "p/a-", "p/a-b", "p/a/a", "P/", "p/z/y", "q", "r", "p/a/b/", "p/a/b.c"} {
		var want []string
		for _, key := range slices.Sorted(slices.Values(awkward())) {
			if len(key) >= len(prefix) && key[:len(prefix)] == prefix {
				want = append(want, key)
			}
		}
		if diff := cmp.Diff(want, list(t, s, prefix)); diff != "" {
			t.Errorf("a listing of %q (-want +got):\n%s", prefix, diff)
		}
	}
}

func testListInfo(t *testing.T, s storage.Store) {
	for size, key := range map[int]string{0: "i/empty", 1000: "i/small", 17 << 20: "i/large"} {
		put(t, s, key, content(1, size))
	}
	n := 0
	for got, err := range s.List(t.Context(), "i/") {
		if err != nil {
			t.Fatal(err)
		}
		n++
		want, err := s.Stat(t.Context(), got.Key)
		if err != nil {
			t.Fatal(err)
		}
		want.Attrs = storage.Attrs{}
		want.Modified, got.Modified = want.Modified.Truncate(time.Second), got.Modified.Truncate(time.Second)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s by stat and by list (-stat +list):\n%s", got.Key, diff)
		}
	}
	if n != 3 {
		t.Errorf("a listing shows %d objects, want 3", n)
	}
}

func testLongList(t *testing.T, s storage.Store) {
	const total = 2100 // more than two pages of a thousand
	want := make([]string, total)
	for i := range want {
		want[i] = fmt.Sprintf("many/%d/%d", i%7, i)
	}
	var next atomic.Int64
	for _, err := range race(func(int) error {
		for i := next.Add(1) - 1; i < total; i = next.Add(1) - 1 {
			if _, err := s.Put(t.Context(), want[i], bytes.NewReader(nil), storage.Attrs{}, storage.Always); err != nil {
				return err
			}
		}
		return nil
	}) {
		if err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(want)
	got := list(t, s, "many/")
	if !slices.Equal(got, want) {
		t.Errorf("a listing of %d objects shows %d, or others", total, len(got))
	}
	for _, limit := range []int{1, 1000, 1001} {
		n := 0
		for _, err := range s.List(t.Context(), "many/") {
			if err != nil {
				t.Fatal(err)
			}
			if n++; n == limit {
				break
			}
		}
		if n != limit {
			t.Errorf("a listing left after %d objects gave %d", limit, n)
		}
	}
}

func testListError(t *testing.T, s storage.Store) {
	put(t, s, "a", nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var errs []error
	for _, err := range s.List(ctx, "") {
		errs = append(errs, err)
	}
	if len(errs) != 1 || !errors.Is(errs[0], context.Canceled) {
		t.Errorf("a listing under an ended context yields %v, want context.Canceled once", errs)
	}
}
