package storagetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"proceedings/internal/storage"
)

const racers = 16

func testIfAbsent(t *testing.T, s storage.Store) {
	conditional := func(data string) error {
		_, err := s.Put(t.Context(), "k", bytes.NewReader([]byte(data)), storage.Attrs{}, storage.IfAbsent)
		return err
	}
	if err := conditional("one"); err != nil {
		t.Errorf("put where nothing is: %v", err)
	}
	if err := conditional("two"); !errors.Is(err, storage.ErrPrecondition) {
		t.Errorf("put where something is: %v, want ErrPrecondition", err)
	}
	holds(t, s, "k", []byte("one"))
	if err := s.Delete(t.Context(), "k"); err != nil {
		t.Fatal(err)
	}
	if err := conditional("three"); err != nil {
		t.Errorf("put where something was: %v", err)
	}
	holds(t, s, "k", []byte("three"))
}

func testIfMatch(t *testing.T, s storage.Store) {
	first := put(t, s, "k", []byte("one"))
	conditional := func(key, data, etag string) (storage.Info, error) {
		return s.Put(t.Context(), key, bytes.NewReader([]byte(data)), storage.Attrs{}, storage.IfMatch(etag))
	}
	second, err := conditional("k", "two", first.ETag)
	if err != nil {
		t.Fatalf("put over the current ETag: %v", err)
	}
	for name, etag := range map[string]string{"an old ETag": first.ETag, "a made-up ETag": "0123456789abcdef0123456789abcdef"} {
		if _, err := conditional("k", "three", etag); !errors.Is(err, storage.ErrPrecondition) {
			t.Errorf("put over %s: %v, want ErrPrecondition", name, err)
		}
	}
	holds(t, s, "k", []byte("two"))
	if _, err := conditional("missing", "x", second.ETag); !errors.Is(err, storage.ErrPrecondition) {
		t.Errorf("put over the ETag of an object that is not there: %v, want ErrPrecondition", err)
	}
	absent(t, s, "missing")
	_, got := get(t, s, "k", 0, -1)
	if _, err := conditional("k", "four", got.ETag); err != nil {
		t.Errorf("put over the ETag that get told: %v", err)
	}
}

func testLargeConditions(t *testing.T, s storage.Store) {
	one, two := content(1, 20<<20), content(2, 20<<20)
	conditional := func(data []byte, cond storage.Condition) (storage.Info, error) {
		return s.Put(t.Context(), "k", bytes.NewReader(data), storage.Attrs{}, cond)
	}
	if _, err := conditional(one, storage.IfMatch("0123456789abcdef0123456789abcdef-2")); !errors.Is(err, storage.ErrPrecondition) {
		t.Errorf("put over the ETag of an object that is not there: %v, want ErrPrecondition", err)
	}
	absent(t, s, "k")
	first, err := conditional(one, storage.IfAbsent)
	if err != nil {
		t.Fatalf("put where nothing is: %v", err)
	}
	if _, err := conditional(two, storage.IfAbsent); !errors.Is(err, storage.ErrPrecondition) {
		t.Errorf("put where something is: %v, want ErrPrecondition", err)
	}
	holds(t, s, "k", one)
	if _, err := conditional(two, storage.IfMatch(first.ETag)); err != nil {
		t.Errorf("put over the current ETag: %v", err)
	}
	holds(t, s, "k", two)
	if _, err := conditional(one, storage.IfMatch(first.ETag)); !errors.Is(err, storage.ErrPrecondition) {
		t.Errorf("put over an old ETag: %v, want ErrPrecondition", err)
	}
	holds(t, s, "k", two)
}

// race calls do from many goroutines at once and returns what each returned.
func race(do func(i int) error) []error {
	errs := make([]error, racers)
	start := make(chan struct{})
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			<-start
			errs[i] = do(i)
		})
	}
	close(start)
	wg.Wait()
	return errs
}

func testRacingCreators(t *testing.T, s storage.Store) {
	for round := range 4 {
		key := fmt.Sprintf("race/%d", round)
		errs := race(func(i int) error {
			_, err := s.Put(t.Context(), key, bytes.NewReader(content(byte(i), 100)), storage.Attrs{}, storage.IfAbsent)
			return err
		})
		winner := -1
		for i, err := range errs {
			switch {
			case err == nil && winner < 0:
				winner = i
			case err == nil:
				t.Errorf("%s: both %d and %d created it", key, winner, i)
			case !errors.Is(err, storage.ErrPrecondition):
				t.Errorf("%s: the loser %d got %v, want ErrPrecondition", key, i, err)
			}
		}
		if winner < 0 {
			t.Fatalf("%s: nobody created it", key)
		}
		holds(t, s, key, content(byte(winner), 100))
	}
}

func testRacingUpdates(t *testing.T, s storage.Store) {
	const rounds = 3
	type counter struct{ N int }
	for i, err := range race(func(int) error {
		for range rounds {
			_, err := storage.Update(t.Context(), s, "counter.json", func(c *counter) bool { c.N++; return true })
			if err != nil {
				return err
			}
		}
		return nil
	}) {
		if err != nil {
			t.Errorf("updates of %d: %v", i, err)
		}
	}
	var c counter
	if _, err := storage.ReadJSON(t.Context(), s, "counter.json", &c); err != nil {
		t.Fatal(err)
	}
	if c.N != racers*rounds {
		t.Errorf("the counter is at %d after %d updates", c.N, racers*rounds)
	}
}

func testConcurrentUse(t *testing.T, s storage.Store) {
	for i, err := range race(func(i int) error { return useAlone(t.Context(), s, byte(i)) }) {
		if err != nil {
			t.Errorf("user %d: %v", i, err)
		}
	}
	if keys := list(t, s, ""); len(keys) > 0 {
		t.Errorf("all was deleted, and a listing shows %v", keys)
	}
}

// useAlone goes through all calls on keys that nobody else uses.
func useAlone(ctx context.Context, s storage.Store, user byte) error {
	for round := range byte(5) {
		prefix := fmt.Sprintf("user-%d/", user)
		key := prefix + fmt.Sprint(round)
		data := content(user<<4+round, 10_000)
		if _, err := s.Put(ctx, key, bytes.NewReader(data), storage.Attrs{}, storage.IfAbsent); err != nil {
			return err
		}
		got, _, err := read(ctx, s, key, 0, -1)
		if err != nil {
			return err
		}
		if !bytes.Equal(got, data) {
			return fmt.Errorf("%s holds what another put", key)
		}
		for info, err := range s.List(ctx, prefix) {
			if err != nil {
				return err
			}
			if info.Key != key {
				return fmt.Errorf("a listing of %s shows %s", prefix, info.Key)
			}
		}
		if err := s.Delete(ctx, key); err != nil {
			return err
		}
	}
	return nil
}
