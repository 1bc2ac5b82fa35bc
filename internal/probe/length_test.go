package probe

import (
	"fmt"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
)

// A recording of years would have millions of segments planned.
func TestRefusesImpossibleLengths(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		format  string
		packets [][2]float64 // times and durations
		want    float64      // seconds
		refusal string
	}{
		{"a day", "matroska,webm", [][2]float64{{0, 0}, {day, 0}, {day + 1, 0.5}}, day + 1.5, ""},
		{"seven days", "matroska,webm", [][2]float64{{0, 1}, {1, 0}, {7*day - 1, 1}}, 7 * day, ""},
		{"a second more", "matroska,webm", [][2]float64{{0, 0}, {7 * day, 1}}, 0, "lasts 7.0 days, more than the 7 that a recording may"},
		{"ten years in two packets that do not say how long they are", "matroska,webm", [][2]float64{{0, 0}, {3650 * day, 1}}, 0, "lasts 3650.0 days, more than the 7 that a recording may"},
		{"ten years in steps of a day", "mov,mp4,m4a,3gp,3g2,mj2", steps(3650, day), 0, "lasts 3650.0 days, more than the 7 that a recording may"},
		{"one packet that is years off, beside others that say how long they are", "mov,mp4,m4a,3gp,3g2,mj2", [][2]float64{{0, 1}, {1, 1}, {3650 * day, 1}, {2, 1}}, 3, ""},
		{"the same in a format whose times begin anew", "mpegts", [][2]float64{{0, 1}, {1, 1}, {3650 * day, 1}, {3650*day + 1, 1}}, 4, ""},
		{"times that begin years on", "matroska,webm", [][2]float64{{3650 * day, 1}, {3650*day + 1, 1}}, 2, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m, err := lasting(t, tt.format, tt.packets)
			if tt.refusal == "" && (err != nil || m.Duration != tt.want) {
				t.Errorf("it lasts %v s, %v; want %v s", m.Duration, err, tt.want)
			}
			if tt.refusal != "" && (!fault.IsPermanent(err) || fault.Reason(err) != tt.refusal) {
				t.Errorf("err = %v, want the refusal %q", err, tt.refusal)
			}
		})
	}
}

// steps is that many packets, each the same time after the one before.
func steps(n int, apart float64) [][2]float64 {
	list := make([][2]float64, n)
	for i := range list {
		list[i] = [2]float64{float64(i) * apart, apart}
	}
	return list
}

// lasting is a film of key frames with these times and durations.
func lasting(t *testing.T, format string, packets [][2]float64) (meeting.Media, error) {
	t.Helper()
	h := header{Streams: []stream{{Type: "video", Codec: "h264", Width: 640, Height: 360}}}
	h.Format.Name = format
	r := newPacketReader(h)
	var text strings.Builder
	for _, p := range packets {
		fmt.Fprintf(&text, "stream_index=0|pts_time=%f|dts_time=%f|", p[0], p[0])
		if p[1] > 0 {
			fmt.Fprintf(&text, "duration_time=%f|", p[1])
		}
		text.WriteString("size=10|pos=9|flags=K_\n")
	}
	if _, err := r.Write([]byte(text.String())); err != nil {
		t.Fatal(err)
	}
	return media(h, r.tracks)
}
