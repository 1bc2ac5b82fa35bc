package transcode

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"proceedings/internal/cmaf"
	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/words"
)

// encodeTracks encodes the tracks of src in one run, to dir. work is a folder for
// temporary files.
func (t *Transcoder) encodeTracks(ctx context.Context, src, dir, work string, p plan.AudioParams, progress func(float64)) (encodedSound, error) {
	var res encodedSound
	all, err := t.measureLoudness(ctx, src, work, p, share(progress, 0, sourceMeasured))
	if err != nil {
		return res, err
	}
	if p, all, err = res.withoutBroken(p, all); err != nil {
		return res, err
	}
	if unsteady(all) {
		if src, p, err = t.steady(ctx, src, work, p); err != nil {
			return res, err
		}
	}
	if err = t.measureMovement(ctx, src, work, p, all); err != nil {
		return res, err
	}
	p, adjustments := planAdjustments(p, all)
	out, stderr, err := t.encodeLevelled(ctx, src, dir, work, p, all, adjustments, progress)
	if err != nil {
		return res, err
	}
	for i, track := range p.Tracks {
		path := filepath.Join(dir, layout.Audio(track.ID))
		part, err := measure(path)
		if err != nil && p.AudioOnly && isHeaderOnly(path) {
			return res, fmt.Errorf("encode the sound: %w: %w", fault.Refuse("holds nothing that can be decoded"), err)
		}
		if err != nil {
			return res, fmt.Errorf("encode the sound: %w: %s", err, stderr)
		}
		part.Rendition, part.Name = track.ID, layout.Audio(track.ID)
		if missing := p.Duration - part.Seconds(); missing > tolerance(p.Duration) {
			res.warnings = append(res.warnings, fmt.Sprintf("is damaged: %s of the %s in it could not be decoded (%s)",
				words.Clock(missing), words.Clock(p.Duration), track.ID))
		}
		if off := p.Level.Missed(track, all[i].Measured, out[i].Measured); off != "" {
			res.warnings = append(res.warnings, off)
		}
		res.plans, res.levels = append(res.plans, track), append(res.levels, all[i].Measured)
		res.tracks = append(res.tracks, Track{
			Part: part, Language: track.Language, Title: track.Title, Channels: track.Channels,
			Described: track.Described, Purpose: track.Purpose,
			Loudness: loudness(all[i], adjustments[i], out[i]), Quiet: out[i].quiet,
		})
	}
	return res, nil
}

// measure reads a rendition's boxes, not its samples: a manifest has the figures of
// the file, not of the plan.
func measure(path string) (meeting.Part, error) {
	f, err := os.Open(path)
	if err != nil {
		return meeting.Part{}, fmt.Errorf("measure: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	part, err := cmaf.Measure(f)
	if err != nil {
		return part, fmt.Errorf("measure %s: %w", path, err)
	}
	return part, nil
}
