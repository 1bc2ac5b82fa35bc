package main

import (
	"math"
	"path/filepath"
	"testing"

	"proceedings/internal/align"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
)

func TestPictureReadsFrames(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg")
	tests := []struct {
		name   string
		rate   string
		args   []string
		frames int // of the second and the fourth segment
	}{
		{"with frames out of order", "25", []string{"-bf", "2"}, 40},
		{"without", "25", []string{"-bf", "0"}, 40},
		{"of ten frames a second", "10", nil, 40},
		{"of a rate below ten", "5", nil, 20},
		{"of a broadcast rate", "30000/1001", nil, 40},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "a.mp4")
			// The luma of each frame tells its time: 2 for each tenth of a second. Gray
			// uses the full range.
			args := []string{
				"-v", "error", "-f", "lavfi", "-i", "color=black:s=16x8:d=10:r=" + tt.rate, "-vf", "geq=lum='20+20*T':cb=128:cr=128,scale=320:180:flags=neighbor,setsar=1",
				"-c:v", "libx264", "-preset", "ultrafast", "-crf", "5", "-force_key_frames", "expr:gte(t,n_forced*2)", "-sc_threshold", "0",
			}
			args = append(append(args, tt.args...), path)
			if _, err := proctest.Plain().Run(t.Context(), proc.Command{Path: "ffmpeg", Args: args, Dir: "/"}); err != nil {
				t.Fatal(err)
			}
			p, err := openPicture(t.Context(), newTools(), path)
			if err != nil {
				t.Fatal(err)
			}
			segments := p.Segments()
			if len(segments) != 5 || math.Abs(segments[4].End-10) > 0.3 {
				t.Fatalf("segments = %+v, want 5 that end at 10 s", segments)
			}
			var frames []align.Frame
			read := func(f align.Frame) error {
				if luma := (float64(f.Image.Pix[0])*219/255 + 16 - 20) / 20; math.Abs(luma-f.Time) > 0.06 {
					t.Errorf("the frame at %.3f s shows %.2f s", f.Time, luma)
				}
				frames = append(frames, f)
				return nil
			}
			if err = p.Keys(t.Context(), read); err != nil || len(frames) != 5 {
				t.Errorf("Keys: %d frames, %v; want 5", len(frames), err)
			}
			frames = nil
			if err = p.Frames(t.Context(), []int{1, 3}, read); err != nil || len(frames) != tt.frames {
				t.Errorf("Frames: %d frames, %v; want %d", len(frames), err, tt.frames)
			}
		})
	}
}
