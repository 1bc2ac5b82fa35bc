package transcode

import (
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// rendition is one of a minute, cut each 30 s, in a timescale of 1,000.
func rendition(id string) measured {
	return measured{
		rendition: meeting.Rendition{ID: id, Frames: 1500, Duration: 60},
		segments:  []manifest.Segment{{Duration: 30}, {Duration: 30}},
		starts:    []uint64{0, 30_000},
		timescale: 1000,
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name     string
		change   func(all []measured, m *plan.Media)
		said     string
		warnings []string
		err      string
	}{
		{name: "a ladder that agrees passes", change: func([]measured, *plan.Media) {}},
		{name: "a frame that one rung lacks is an error", change: func(all []measured, _ *plan.Media) { all[1].rendition.Frames-- }, err: "check 360p against 720p: 1499 frames, not 1500"},
		{name: "a cut that one rung lacks is an error", change: func(all []measured, _ *plan.Media) {
			all[1].segments, all[1].starts = all[1].segments[:1], all[1].starts[:1]
		}, err: "check 360p against 720p: 1 segments, not 2"},
		{name: "a cut a tick away is an error", change: func(all []measured, _ *plan.Media) { all[1].starts[1]++ }, err: "check 360p against 720p: segment 1 starts at 30001, not 30000"},
		{name: "sound is cut as it likes", change: func(all []measured, _ *plan.Media) { all[2].starts[1] += 500 }},
		{name: "half a second less is nobody's loss", change: func(all []measured, _ *plan.Media) { all[2].rendition.Duration -= 0.5 }},
		{name: "a hundredth of a long one is nobody's loss", change: func(all []measured, m *plan.Media) {
			m.Duration = 7200
			for i := range all {
				all[i].rendition.Duration = 7130
			}
		}},
		{
			name: "what could not be decoded is told, with the clock", change: func(all []measured, m *plan.Media) {
				m.Duration = 3725
				for i := range all {
					all[i].rendition.Duration = 3725
				}
				all[2].rendition.Duration = 3600
			},
			warnings: []string{"is damaged: 2:05 of the 1:02:05 in it could not be decoded (audio)"},
		},
		{
			name: "what the source never had is told", change: func(_ []measured, m *plan.Media) { m.Missing = 30 },
			warnings: []string{"is cut short: it says it is 1:30 long, and the last 0:30 are missing"},
		},
		{name: "a full disk is an error although all looks well", change: func([]measured, *plan.Media) {}, said: "av_interleaved_write_frame(): No space left on device", err: "No space left"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			all := []measured{rendition("720p"), rendition("360p"), rendition("audio")}
			m := plan.Media{Duration: 60}
			tt.change(all, &m)
			warnings, err := check(all, 2, m, tt.said)
			if got, want := strings.Join(warnings, "\n"), strings.Join(tt.warnings, "\n"); got != want {
				t.Errorf("warnings = %q, want %q", got, want)
			}
			switch {
			case tt.err == "" && err != nil:
				t.Errorf("check = %v, want no error", err)
			case tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)):
				t.Errorf("check = %v, want %q", err, tt.err)
			case fault.IsPermanent(err):
				t.Errorf("check = %v is permanent: the source would be blamed for what a retry may cure", err)
			}
		})
	}
}

func TestUnreadableOutput(t *testing.T) {
	t.Parallel()
	_, err := measure("no/such/file")
	if full := unreadable(err, "x.mp4: No space left on device"); fault.IsPermanent(full) {
		t.Errorf("a full disk is blamed on the source: %v", full)
	}
	if got := fault.Reason(unreadable(err, "")); got != "holds nothing that can be decoded" {
		t.Errorf("reason = %q", got)
	}
}

func TestParseVersion(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026": "5.1.9-0+deb12u1",
		"ffmpeg version n7.1\nbuilt with gcc":                    "n7.1",
		"":                                                       "",
		"ffmpeg: not found":                                      "",
		"ffmpeg edition 7 plus":                                  "",
	} {
		got, err := parseVersion(text)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("parseVersion(%q) = %q, %v, want %q", text, got, err, want)
		}
	}
}
