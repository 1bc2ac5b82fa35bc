package wire

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"proceedings/internal/storage"
)

func TestRetry(t *testing.T) {
	t.Parallel()

	away, wrong := fmt.Errorf("reach it: %w", storage.ErrUnavailable), errors.New("wrong password")
	s := time.Second
	tests := []struct {
		name    string
		answers []error // the last one is repeated
		want    error
		waits   []time.Duration
	}{
		{"what answers is not retried", []error{nil}, nil, nil},
		{"what answers wrongly is not retried", []error{wrong}, wrong, nil},
		{"what comes back is retried", []error{away, away, nil}, nil, []time.Duration{s, 2 * s}},
		{"what comes back and is wrong is not", []error{away, wrong}, wrong, []time.Duration{s}},
		{"what stays unreachable fails after half a minute", []error{away}, away, []time.Duration{s, 2 * s, 4 * s, 8 * s, 16 * s}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var waits []time.Duration
				began, tries := time.Now(), 0
				err := retry(t.Context(), func(_ error, again time.Duration) { waits = append(waits, again) }, func() error {
					tries++
					return tt.answers[min(tries, len(tt.answers))-1]
				})
				if !errors.Is(err, tt.want) || !slices.Equal(waits, tt.waits) {
					t.Errorf("err = %v after waits of %v, want %v after %v", err, waits, tt.want, tt.waits)
				}
				var want time.Duration
				for _, wait := range tt.waits {
					want += wait
				}
				if took := time.Since(began); took != want {
					t.Errorf("it took %v, want %v", took, want)
				}
			})
		})
	}
}

func TestRetryEndsWithItsContext(t *testing.T) {
	t.Parallel()

	synctest.Test(t, func(t *testing.T) {
		ctx, end := context.WithCancelCause(t.Context())
		cause := errors.New("interrupted")
		began := time.Now()
		err := retry(ctx, func(error, time.Duration) { end(cause) }, func() error { return storage.ErrUnavailable })
		if !errors.Is(err, cause) || time.Since(began) != 0 {
			t.Errorf("err = %v after %v, want the cause of the context at once", err, time.Since(began))
		}
	})
}
