package transcode

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"slices"

	"proceedings/internal/layout"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
)

// encodeLevelled encodes the tracks of p from src into dir, measures them as out,
// and encodes once more those that miss their level. all is what the originals
// measure as; it updates adjustments to those in use.
func (t *Transcoder) encodeLevelled(ctx context.Context, src, dir, work string, p plan.AudioParams, all []measurement, adjustments []adjustment, progress func(float64)) (out []measurement, stderr string, err error) {
	if stderr, err = t.encodeSound(ctx, src, dir, p, adjustments, share(progress, sourceMeasured, soundEncoded)); err != nil {
		return nil, stderr, err
	}
	for _, track := range p.Tracks {
		if _, broken := measure(filepath.Join(dir, layout.Audio(track.ID))); broken != nil {
			return make([]measurement, len(p.Tracks)), stderr, nil //nolint:nilerr // nothing to meter; the caller measures it, too, and says why
		}
	}
	if out, err = t.meterOutput(ctx, dir, work, p, share(progress, soundEncoded, 1)); err != nil {
		return nil, stderr, err
	}
	for round := range corrections {
		missed := findMissed(p, all, out)
		if round > 0 { // what is published may be a little further off than what is aimed at
			missed = slices.DeleteFunc(missed, func(m missedTrack) bool { return m.Peak == 0 && math.Abs(m.Loudness) <= plan.LoudnessRange })
		}
		if len(missed) == 0 {
			break
		}
		if err = t.encodeAgain(ctx, src, dir, work, p, all, out, missed, adjustments); err != nil {
			return nil, stderr, err
		}
	}
	return out, stderr, nil
}

// corrections is how often a track that misses its level may be encoded again. Once is
// enough for speech and music.
const corrections = 2

// encodeAgain encodes the missed tracks with corrected settings, and measures them
// into out.
func (t *Transcoder) encodeAgain(ctx context.Context, src, dir, work string, p plan.AudioParams, all, out []measurement, missed []missedTrack, adjustments []adjustment) error {
	if err := t.correct(ctx, src, work, p, all, out, missed, adjustments); err != nil {
		return err
	}
	again, settings := p, make([]adjustment, len(missed))
	again.Tracks = make([]plan.Track, len(missed))
	for n, m := range missed {
		again.Tracks[n], settings[n] = p.Tracks[m.track], adjustments[m.track]
	}
	if _, err := t.encodeSound(ctx, src, dir, again, settings, nil); err != nil {
		return err
	}
	better, err := t.meterOutput(ctx, dir, work, again, nil)
	if err != nil {
		return err
	}
	for n, m := range missed {
		out[m.track] = better[n]
	}
	return nil
}

// encodeSound encodes the tracks of p into dir. It overwrites what is there.
func (t *Transcoder) encodeSound(ctx context.Context, src, dir string, p plan.AudioParams, adjustments []adjustment, progress func(float64)) (stderr string, err error) {
	stderr, err = t.Runner.Run(ctx, proc.Command{
		Path: "ffmpeg", Args: soundArgs(src, dir, p, adjustments), Dir: dir,
		Stdout: &progressReader{duration: p.Duration, report: progress},
		Read:   []string{src}, Write: []string{dir}, CPU: cpuLimit(p.Duration),
	})
	if err != nil {
		return stderr, fmt.Errorf("encode the sound: %w", err)
	}
	if noSpace(stderr) {
		return stderr, fmt.Errorf("encode the sound: %w", fullDisk(stderr))
	}
	return stderr, nil
}
