package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func sample() report {
	return report{kind: slides, seconds: 30, rate: 1_250_000, outcomes: []outcome{
		{
			name: "ours", cpu: 20 * time.Second, own: 500 * time.Millisecond, same: 20 * time.Second, wall: 12 * time.Second,
			rss: 400e6, size: 4e6, rungs: []score{{1080, 480_000, 0.9949}, {720, 212_400, 0.9931}},
		},
		{
			name: "other", cpu: 50 * time.Second, wall: 30 * time.Second, rss: 900e6, size: 3e6,
			rungs: []score{{1080, 300_000, 0.9969}, {480, 0, 0}},
		},
	}}
}

func TestTables(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name     string
		markdown bool
		want     string
	}{
		{"as Markdown", true, `slides, 30 s, 1080p25, 1.2 Mbit/s

| system | rungs | CPU s | ours/it | CPU s, our rungs only | ours/it | wall s | peak MB | output MB | ours/it |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|
| ours | 2 | 20.0 | 1.00 | 20.0 | 1.00 | 12.0 | 400 | 4.00 | 1.00 |
| other | 2 | 50.0 | 0.40 | – | – | 30.0 | 900 | 3.00 | 1.33 |

Of ours, 0.5 CPU s are those of our own process.

| system | 1080p kbit/s | 1080p SSIM | 720p kbit/s | 720p SSIM |
|---|--:|--:|--:|--:|
| ours | 480 | 0.9949 | 212 | 0.9931 |
| other | 300 | 0.9969 | – | – |
`},
		{"for a terminal", false, `slides, 30 s, 1080p25, 1.2 Mbit/s

system  rungs  CPU s  ours/it  CPU s, our rungs only  ours/it  wall s  peak MB  output MB  ours/it
ours    2      20.0   1.00     20.0                   1.00     12.0    400      4.00       1.00
other   2      50.0   0.40     –                      –        30.0    900      3.00       1.33

Of ours, 0.5 CPU s are those of our own process.

system  1080p kbit/s  1080p SSIM  720p kbit/s  720p SSIM
ours    480           0.9949      212          0.9931
other   300           0.9969      –            –
`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got strings.Builder
			if err := sample().write(&got, tt.markdown); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got.String()); diff != "" {
				t.Errorf("table (-want +got):\n%s", diff)
			}
		})
	}
}

func TestShares(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name string
		o    outcome
		want string
	}{
		{"nothing is known of tools", outcome{own: time.Second, cpu: time.Second}, "Of ours, 1.0 CPU s are those of our own process."},
		{
			"each tool has its part",
			outcome{own: time.Second, cpu: 20 * time.Second, tools: map[string]time.Duration{"ffmpeg": 18 * time.Second, "cwebp": time.Second}},
			"Of ours, 1.0 CPU s are those of our own process, 1.0 of cwebp, 18.0 of ffmpeg; 10 % are not ffmpeg's.",
		},
		{
			"a picture that was passed through can be played early",
			outcome{own: time.Second, wall: 10 * time.Second, first: 2 * time.Second, copy: true},
			"Of ours, 1.0 CPU s are those of our own process. The highest rung is the source's own picture. It could be played after 2.0 of 10.0 s (20 %).",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.o.shares(); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}
