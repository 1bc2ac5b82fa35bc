package transcode

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"proceedings/internal/ffmpeg"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
)

// progressive makes the plain file that a browser without HLS plays and a
// person downloads: the top rung and all sound, in one file whose index comes
// first. Nothing is encoded again.
func (t *Transcoder) progressive(ctx context.Context, dir string, m plan.Media, res *Result) error {
	name := "recording.mp4"
	if len(m.Rungs) == 0 {
		name = "recording.m4a"
	}
	names := make([]string, 0, 1+len(m.Audio))
	if len(m.Rungs) > 0 {
		names = append(names, videoName(m.Rungs[0].ID))
	}
	for _, track := range m.Audio {
		names = append(names, audioName(track.ID))
	}
	args := []string{"-hide_banner", "-nostdin", "-v", "error"}
	var maps []string
	for i, rendition := range names {
		args = append(args, ffmpeg.Input(filepath.Join(dir, rendition))...)
		maps = append(maps, "-map", fmt.Sprintf("%d:0", i))
	}
	args = append(append(args, maps...), "-c", "copy")
	for i, track := range m.Audio {
		if track.Language != "" {
			args = append(args, fmt.Sprintf("-metadata:s:a:%d", i), "language="+track.Language)
		}
	}
	args = append(args, "-fflags", "+bitexact", "-movflags", "+faststart", "-f", "mp4", filepath.Join(dir, name))
	said, err := t.Runner.Run(ctx, proc.Command{
		Path: "ffmpeg", Args: args, Dir: dir, Write: []string{dir}, CPU: 2 * time.Hour,
	})
	if err != nil {
		return fmt.Errorf("remux %s: %w", name, err)
	}
	if err := checkProgressive(filepath.Join(dir, name), res.Duration); err != nil {
		return fmt.Errorf("remux: %w: %s", err, said)
	}
	if len(m.Rungs) > 0 {
		res.MP4 = name
	} else {
		res.M4A = name
	}
	return nil
}
