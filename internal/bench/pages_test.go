package main

import (
	"fmt"
	"testing"
)

// TestPagesFillTheTime: a source is as long as was asked for, and each slide
// stands for 10 to 20 s but the last, which may end early.
func TestPagesFillTheTime(t *testing.T) {
	t.Parallel()

	for _, seconds := range []int{1, 10, 30, 60, 600} {
		t.Run(fmt.Sprint(seconds), func(t *testing.T) {
			t.Parallel()
			total := 0
			list := pages(seconds)
			for i, p := range list {
				total += p.seconds
				if last := i+1 == len(list); p.seconds > 20 || p.seconds < 10 && !last {
					t.Errorf("slide %d stands for %d s", i, p.seconds)
				}
				if len(p.texts()) < 5 {
					t.Errorf("slide %d has only %d texts", i, len(p.texts()))
				}
			}
			if total != seconds {
				t.Errorf("slides of %d s, want %d", total, seconds)
			}
		})
	}
}
