package standalone_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/errgroup"

	"proceedings/internal/standalone"
)

func join(t *testing.T, dir string) (first bool, leave func()) {
	t.Helper()
	end, err := standalone.JoinWorkers(t.Context(), dir, func() error { first = true; return nil })
	if err != nil {
		t.Fatal(err)
	}
	return first, func() {
		if err := end(); err != nil {
			t.Error(err)
		}
	}
}

// TestOnlyTheFirstWorkerIsAlone: the tasks of a killed worker may be taken over
// only while no other worker can have one.
func TestOnlyTheFirstWorkerIsAlone(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	first, leaveFirst := join(t, dir)
	second, leaveSecond := join(t, dir)
	if !first || second {
		t.Errorf("the first is alone: %t, the second: %t; want only the first", first, second)
	}
	leaveFirst()
	third, leaveThird := join(t, dir)
	leaveSecond()
	leaveThird()
	fourth, leaveFourth := join(t, dir)
	leaveFourth()
	if third || !fourth {
		t.Errorf("the third, beside the second, is alone: %t; the fourth, after all: %t", third, fourth)
	}
}

// TestNobodyJoinsMeanwhile: while one takes tasks over, no other may begin one.
func TestNobodyJoinsMeanwhile(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	var taking, working atomic.Int32
	var group errgroup.Group
	for range 8 {
		group.Go(func() error {
			for range 50 {
				leave, err := standalone.JoinWorkers(t.Context(), dir, func() error {
					if taking.Add(1) > 1 || working.Load() > 0 {
						return errors.New("taken over beside others")
					}
					taking.Add(-1)
					return nil
				})
				if err != nil {
					return err
				}
				working.Add(1)
				working.Add(-1)
				if err := leave(); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		t.Error(err)
	}
}

func TestJoinWorkersThatFails(t *testing.T) {
	t.Parallel()

	dir, away := t.TempDir(), errors.New("redis is away")
	if _, err := standalone.JoinWorkers(t.Context(), dir, func() error { return away }); !errors.Is(err, away) {
		t.Errorf("err = %v, want that of the takeover", err)
	}
	began, stop := make(chan struct{}), make(chan struct{})
	ended := make(chan error, 1)
	go func() {
		_, err := standalone.JoinWorkers(t.Context(), dir, func() error { close(began); <-stop; return away })
		ended <- err
	}()
	<-began // the lock of the failed one is free again
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := standalone.JoinWorkers(ctx, dir, func() error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v beside one that takes over, want to be interrupted", err)
	}
	close(stop)
	if err := <-ended; !errors.Is(err, away) {
		t.Error(err)
	}
}
