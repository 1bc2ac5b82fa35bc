package transcode

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// However a pipe cuts what ffmpeg prints, the same progress is reported, and
// all of it lies between none and all.
func TestProgress(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		times := rapid.SliceOf(rapid.Int64Range(-1_000_000, 20_000_000)).Draw(t, "times")
		var text strings.Builder
		var want []float64
		for i, us := range times {
			fmt.Fprintf(&text, "frame=%d\nout_time_us=%d\nprogress=continue\n", i, us)
			want = append(want, min(1, max(0, float64(us)/1e6/10)))
		}
		var got []float64
		r := &progressReader{duration: 10, report: func(done float64) { got = append(got, done) }}
		for rest := text.String(); rest != ""; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "chunk")
			if written, err := r.Write([]byte(rest[:n])); err != nil || written != n {
				t.Fatalf("Write = %d, %v, want %d", written, err, n)
			}
			rest = rest[n:]
		}
		if !slices.Equal(got, want) {
			t.Fatalf("reported %v, want %v", got, want)
		}
	})
}

func TestProgressOfNothing(t *testing.T) {
	t.Parallel()
	reports := 0
	count := func(float64) { reports++ }
	tests := []struct {
		name string
		r    *progressReader
		text string
	}{
		{"before the first frame", &progressReader{duration: 10, report: count}, "out_time_us=N/A\n"},
		{"a recording without a duration", &progressReader{report: count}, "out_time_us=5\n"},
		{"nobody who listens", &progressReader{duration: 10}, "out_time_us=5\n"},
		{"a line without an end", &progressReader{duration: 10, report: count}, strings.Repeat("x", 1<<20)},
	}
	for _, tt := range tests {
		for range 3 {
			if n, err := tt.r.Write([]byte(tt.text)); n != len(tt.text) || err != nil {
				t.Errorf("%s: Write = %d, %v", tt.name, n, err)
			}
		}
		if len(tt.r.rest) > 2<<20 {
			t.Errorf("%s: %d bytes are kept", tt.name, len(tt.r.rest))
		}
	}
	if reports > 0 {
		t.Errorf("%d reports of nothing", reports)
	}
}
