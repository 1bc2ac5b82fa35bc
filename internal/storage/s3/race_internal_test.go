package s3

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/smithy-go"
)

func TestWithoutRace(t *testing.T) {
	t.Parallel()
	race, other := &smithy.GenericAPIError{Code: existingFolder}, errors.New("another answer")
	tests := []struct {
		name    string
		answers []error // the last one is repeated
		want    error
		least   int // number of calls
	}{
		{"a write that succeeds is not repeated", []error{nil}, nil, 1},
		{"nor one that fails otherwise", []error{other}, other, 1},
		{"one that lost a race is", []error{race, race, race, race, race, nil}, nil, 6},
		{"as is one that then fails otherwise", []error{race, other}, other, 2},
		{"a key that is a folder fails in the end", []error{race}, race, 30},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				began, calls := time.Now(), 0
				err := withoutRace(t.Context(), func() error {
					calls++
					return tt.answers[min(calls, len(tt.answers))-1]
				})
				if !errors.Is(err, tt.want) || calls < tt.least {
					t.Errorf("err = %v after %d calls, want %v after at least %d", err, calls, tt.want, tt.least)
				}
				if took := time.Since(began); took > raceTime+longestPause {
					t.Errorf("it took %v, want %v at most", took, raceTime+longestPause)
				}
			})
		})
	}
}

func TestWithoutRaceEndsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		calls := 0
		err := withoutRace(ctx, func() error {
			calls++
			cancel()
			return &smithy.GenericAPIError{Code: existingFolder}
		})
		if err == nil || calls != 1 {
			t.Errorf("err = %v after %d calls, want the error of the only one", err, calls)
		}
	})
}
