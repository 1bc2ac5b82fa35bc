package probe

import (
	"slices"
	"testing"
)

func TestClock(t *testing.T) {
	t.Parallel()

	type in struct { // stream 1 is sound
		stream        int
		dts, duration float64
	}
	tests := []struct {
		name   string
		format string
		in     []in
		want   []float64
		jumped bool
	}{
		{"times that run on", "mpegts", []in{{0, 5, 1}, {0, 6, 1}}, []float64{5, 6}, false},
		{"a gap of ten seconds stays", "mpegts", []in{{0, 5, 1}, {0, 16, 1}}, []float64{5, 16}, false},
		{"so does one of five minutes", "mpegts", []in{{0, 5, 1}, {0, 306, 1}, {0, 307, 1}}, []float64{5, 306, 307}, false},
		{"a longer one is closed", "mpegts", []in{{0, 5, 1}, {0, 306.1, 1}, {0, 307.1, 1}}, []float64{5, 6, 7}, true},
		{"a pause of one stream is no other's", "mpegts", []in{{0, 5, 1}, {1, 5, 1}, {1, 6, 1}, {0, 25, 1}, {1, 7, 1}}, []float64{5, 5, 6, 25, 7}, false},
		{"so is a step back", "mpegts", []in{{0, 5, 1}, {0, 1, 1}, {0, 2, 1}}, []float64{5, 6, 7}, true},
		{"however short", "mpegts", []in{{0, 5, 1}, {0, 5.8, 1}}, []float64{5, 6}, true},
		{"a tenth of a second is none", "mpegts", []in{{0, 5, 1}, {0, 5.95, 1}}, []float64{5, 5.95}, false},
		{"one stream's jump is the file's", "mpegts", []in{{0, 5, 1}, {1, 5, 1}, {0, 1006, 1}, {1, 1006, 1}}, []float64{5, 5, 6, 6}, true},
		{"a jump and back", "mpegts", []in{{0, 5, 1}, {0, 1000, 1}, {0, 5, 1}}, []float64{5, 6, 7}, true},
		{"a stream that begins where no other is moves them all", "mpegts", []in{{0, 5, 1}, {1, 500, 1}, {0, 501, 1}}, []float64{5, 5, 6}, true},
		{"without a duration the packet before is the measure", "mpegts", []in{{0, 5, 0}, {0, 316, 0}}, []float64{5, 5}, true},
		{"and a step back is none", "mpegts", []in{{0, 5, 0}, {0, 1, 0}}, []float64{5, 1}, false},
		{"but for sound", "ogg", []in{{1, 5, 0}, {1, 1, 0}}, []float64{5, 5}, true},
		{"a film may pause", "mov,mp4,m4a,3gp,3g2,mj2", []in{{0, 5, 1}, {0, 1000, 1}}, []float64{5, 1000}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := newClock(tt.format)
			var got []float64
			for _, i := range tt.in {
				p := packet{dts: i.dts, pts: i.dts, hasDTS: true, hasPTS: true, duration: i.duration}
				c.correct(i.stream, i.stream == 1, &p)
				if p.pts != p.dts {
					t.Errorf("shown at %v and decoded at %v: not moved by as much", p.pts, p.dts)
				}
				got = append(got, p.dts)
			}
			if !slices.Equal(got, tt.want) || c.jumped != tt.jumped {
				t.Errorf("%v becomes %v, jumped %v; want %v, %v", tt.in, got, c.jumped, tt.want, tt.jumped)
			}
		})
	}
}

// In a file whose times jump anyway ffmpeg closes pauses of more than ten seconds.
func TestClockClosesPauses(t *testing.T) {
	t.Parallel()
	c := newClock("mpegts")
	c.closing = true
	for i, tt := range []struct{ at, want float64 }{{5, 5}, {15.5, 15.5}, {27, 16.5}, {2, 17.5}} {
		p := packet{dts: tt.at, pts: tt.at, hasDTS: true, hasPTS: true, duration: 1}
		if c.correct(0, false, &p); p.dts != tt.want {
			t.Errorf("packet %d at %v is decoded at %v, want %v", i, tt.at, p.dts, tt.want)
		}
	}
	if c.skipped != 10.5 {
		t.Errorf("pauses of %v s were closed, want 10.5", c.skipped)
	}
}

// A time that is days off is none, in a format whose times do not begin anew.
func TestClockIgnoresAbsurdTimes(t *testing.T) {
	t.Parallel()
	c := newClock("mov,mp4,m4a,3gp,3g2,mj2")
	for i, tt := range []struct {
		at    float64
		known bool
	}{{0, true}, {200_000, false}, {2, true}, {-200_000, false}, {4, true}} {
		p := packet{dts: tt.at, pts: tt.at, hasDTS: true, hasPTS: true, duration: 1}
		c.correct(0, false, &p)
		if p.hasPTS != tt.known || p.hasDTS != tt.known {
			t.Errorf("packet %d at %v: known %v, %v, want %v", i, tt.at, p.hasPTS, p.hasDTS, tt.known)
		}
	}
	if !c.jumped {
		t.Error("no jump was seen")
	}
}
