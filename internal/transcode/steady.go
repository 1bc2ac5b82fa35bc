package transcode

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"slices"

	"proceedings/internal/ffmpeg"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
)

// steadyName is the file in the working folder with the tracks in one format.
const steadyName = "steady.mkv"

// unsteady reports whether the format of some track changes on the way: ffmpeg then
// rebuilds its filters, and each set measures one piece. It ignores tracks that are
// silent or cannot be decoded.
func unsteady(all []measurement) bool {
	return slices.ContainsFunc(all, func(h measurement) bool { return h.pieces > 1 && !math.IsInf(h.TruePeak, -1) })
}

// steady decodes all tracks of src to one sample rate and number of channels, for a
// source that changes them on the way. Otherwise each rebuilt filter would insert
// the silence before the first sound again and delay all that follows. It returns
// the file, and the parameters to encode it with.
func (t *Transcoder) steady(ctx context.Context, src, work string, p plan.AudioParams) (string, plan.AudioParams, error) {
	to := filepath.Join(work, steadyName)
	stderr, err := t.Runner.Run(ctx, proc.Command{
		Path: "ffmpeg", Args: steadyArgs(src, to, p), Dir: work,
		Read: []string{src}, Write: []string{work}, CPU: cpuLimit(p.Duration),
	})
	if err != nil {
		return "", p, fmt.Errorf("convert the sound to one format: %w", err)
	}
	if noSpace(stderr) {
		return "", p, fmt.Errorf("convert the sound to one format: %w", fullDisk(stderr))
	}
	p.Start, p.Origin, p.Jumps, p.Together = timeOffset, 0, false, nil
	p.Tracks = slices.Clone(p.Tracks)
	for i := range p.Tracks {
		p.Tracks[i].Index = i
	}
	return to, p, nil
}

// steadyArgs is its command line. Samples are floats, as in the filters that follow,
// so that loud sound is not clipped before its level is lowered.
func steadyArgs(src, to string, p plan.AudioParams) []string {
	args := append(ffmpeg.Quiet(), timeArgs(p.Timeline, "-vn")...)
	args = append(append(args, ffmpeg.Input(src)...), "-max_error_rate", "1", "-map_metadata", "-1", "-map_chapters", "-1")
	options := "" // the next run fills gaps, but does not know of the jumps
	if p.Jumps {
		options = resampleOptions(p.Timeline)
	}
	for i, t := range p.Tracks {
		args = append(args, "-map", fmt.Sprintf("0:%d", t.Index), fmt.Sprintf("-filter:a:%d", i),
			fmt.Sprintf("asetpts='round(PTS-%s/TB)',aresample=%d%s,%s", number(p.Zero()-timeOffset), plan.SampleRate, options, mix(t.Channels)))
	}
	args = append(args, "-c:a", "pcm_f32le", "-f", "matroska", to)
	return append(args, otherArgs(p.Timeline, indexes(p.Tracks)...)...)
}
