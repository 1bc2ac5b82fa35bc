package transcode

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
)

// encodedSound is all sound of a recording before the default track is chosen.
// tracks, plans and levels have the same indexes.
type encodedSound struct {
	tracks   []Track
	plans    []plan.Track
	levels   []plan.Measured
	warnings []string
	broken   bool // nothing of it could be decoded, and warnings say so
}

// Audio encodes all sound of src, in one piece, to dir, which must be empty. It
// calls progress with 0 to 1. The default track comes first.
func (t *Transcoder) Audio(ctx context.Context, src, dir string, p plan.AudioParams, progress func(float64)) (Sound, error) {
	work, remove, err := scratch(dir)
	if err != nil {
		return Sound{}, err
	}
	defer remove()
	all, err := t.encodeTracks(ctx, src, dir, work, p, progress)
	if len(p.Tracks) > 1 && isTrackFault(ctx, err) {
		all, err = t.encodeApart(ctx, src, dir, work, p, progress, err)
	}
	if err != nil {
		return Sound{}, err
	}
	return all.ordered(p.Level), nil
}

// isTrackFault reports whether one track may have caused err, which ends the run for
// all of them, and not the machine.
func isTrackFault(ctx context.Context, err error) bool {
	if err == nil || ctx.Err() != nil || errors.As(err, new(fullDisk)) {
		return false
	}
	exit := (*proc.ExitError)(nil)
	return !errors.As(err, &exit) || exit.Signal != "killed" && !noSpace(exit.Stderr)
}

// encodeApart encodes each track by itself after a run for all failed. It leaves out
// tracks that fail again; where all do, it returns the first error.
func (t *Transcoder) encodeApart(
	ctx context.Context, src, dir, work string, p plan.AudioParams, progress func(float64), failed error,
) (encodedSound, error) {
	var all encodedSound
	tracks := p.Tracks
	p.AudioOnly = true // of a track that cannot be decoded nothing is kept
	for i, track := range tracks {
		if err := os.RemoveAll(filepath.Join(dir, layout.Audio(track.ID))); err != nil {
			return all, fmt.Errorf("encode the sound: %w", err)
		}
		own := filepath.Join(work, track.ID)
		if err := os.Mkdir(own, 0o700); err != nil {
			return all, fmt.Errorf("encode the sound: %w", err)
		}
		p.Tracks = []plan.Track{track}
		n := float64(len(tracks))
		made, err := t.encodeTracks(ctx, src, dir, own, p, share(progress, float64(i)/n, float64(i+1)/n))
		switch {
		case err == nil:
			all.add(made)
		case !isTrackFault(ctx, err):
			return all, err
		default:
			all.warnings = append(all.warnings, leftOutWarning(track))
			if err = os.RemoveAll(filepath.Join(dir, layout.Audio(track.ID))); err != nil {
				return all, fmt.Errorf("encode the sound: %w", err)
			}
		}
	}
	if len(all.tracks) == 0 {
		return all, failed
	}
	return all, nil
}

// leftOutWarning is the warning for a track that is left out.
func leftOutWarning(track plan.Track) string {
	return fmt.Sprintf("has a sound track that could not be decoded and was left out (track %d)", track.Number)
}

func (s *encodedSound) add(other encodedSound) {
	s.tracks = append(s.tracks, other.tracks...)
	s.plans = append(s.plans, other.plans...)
	s.levels = append(s.levels, other.levels...)
	s.warnings = append(s.warnings, other.warnings...)
}

// ordered returns the sound with the default track first and the others in the order
// of the source.
func (s *encodedSound) ordered(l plan.Level) Sound {
	at := l.DefaultTrack(s.plans, s.levels)
	res := Sound{Warnings: s.warnings}
	if !s.broken {
		res.Warnings = append(res.Warnings, l.Silences(s.plans, s.levels)...)
	}
	for i, track := range s.tracks {
		if track.Default = i == at; track.Default {
			res.Tracks = append([]Track{track}, res.Tracks...)
		} else {
			res.Tracks = append(res.Tracks, track)
		}
	}
	return res
}

// withoutBroken leaves out silent tracks about which ffmpeg reported errors: what
// cannot be decoded becomes silence. Where all are like that, it keeps them beside
// a picture and refuses a recording without one.
func (s *encodedSound) withoutBroken(p plan.AudioParams, all []measurement) (plan.AudioParams, []measurement, error) {
	var tracks []plan.Track
	var kept []measurement
	var warnings []string
	for i, h := range all {
		if h.broken && !p.Level.Audible(h.Measured) {
			warnings = append(warnings, leftOutWarning(p.Tracks[i]))
			continue
		}
		tracks, kept = append(tracks, p.Tracks[i]), append(kept, h)
	}
	switch {
	case len(tracks) > 0:
		p.Tracks, all = tracks, kept
		s.warnings = append(s.warnings, warnings...)
	case p.AudioOnly:
		return p, nil, fmt.Errorf("measure the loudness: %w", fault.Refuse("holds nothing that can be decoded"))
	default:
		s.broken = true
		s.warnings = append(s.warnings, "is damaged: its sound could not be decoded, so that it is silent")
	}
	return p, all, nil
}

// indexes are the tracks' places in the source.
func indexes(tracks []plan.Track) []int {
	list := make([]int, len(tracks))
	for i, t := range tracks {
		list[i] = t.Index
	}
	return list
}
