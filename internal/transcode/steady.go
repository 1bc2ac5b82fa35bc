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

// steadyName is the file in the working folder that has the tracks in one form.
const steadyName = "steady.mkv"

// unsteady reports whether the form of some track changes on the way: ffmpeg
// makes its filters anew then, and each hears a piece. Of one that is silent from
// end to end, or cannot be decoded, it is no matter.
func unsteady(all []heard) bool {
	return slices.ContainsFunc(all, func(h heard) bool { return h.pieces > 1 && !math.IsInf(h.TruePeak, -1) })
}

// steady decodes all tracks of src once, to one rate and number of channels
// each, for a source that changes them on the way. Filters that are made anew
// would else begin with the silence before the first sound once more, and all
// after it came so much later. It returns the file, and what to make of it.
func (t *Transcoder) steady(ctx context.Context, src, work string, p plan.AudioParams) (string, plan.AudioParams, error) {
	to := filepath.Join(work, steadyName)
	said, err := t.Runner.Run(ctx, proc.Command{
		Path: "ffmpeg", Args: steadyArgs(src, to, p), Dir: work,
		Read: []string{src}, Write: []string{work}, CPU: cpuLimit(p.Duration),
	})
	if err != nil {
		return "", p, fmt.Errorf("bring the sound into one form: %w", err)
	}
	if noSpace(said) {
		return "", p, fmt.Errorf("bring the sound into one form: %w", fullDisk(said))
	}
	p.Start, p.Origin, p.Jumps, p.Together = ahead, 0, false, nil
	p.Tracks = slices.Clone(p.Tracks)
	for i := range p.Tracks {
		p.Tracks[i].Index = i
	}
	return to, p, nil
}

// steadyArgs is its command line. Samples are floats, as in the filters that
// come after: what is too loud is not cut off before it is lowered.
func steadyArgs(src, to string, p plan.AudioParams) []string {
	args := append(ffmpeg.Quiet(), timeArgs(p.Timeline, "-vn")...)
	args = append(append(args, ffmpeg.Input(src)...), "-max_error_rate", "1", "-map_metadata", "-1", "-map_chapters", "-1")
	options := "" // the next run fills gaps, but does not know of the jumps
	if p.Jumps {
		options = resampleOptions(p.Timeline)
	}
	for i, t := range p.Tracks {
		args = append(args, "-map", fmt.Sprintf("0:%d", t.Index), fmt.Sprintf("-filter:a:%d", i),
			fmt.Sprintf("asetpts='round(PTS-%s/TB)',aresample=%d%s,%s", number(p.Zero()-ahead), plan.SampleRate, options, mix(t.Channels)))
	}
	args = append(args, "-c:a", "pcm_f32le", "-f", "matroska", to)
	return append(args, otherArgs(p.Timeline, indexes(p.Tracks)...)...)
}
