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

// heardSound is all sound of a recording before it is decided which track is
// played by default. Tracks, plans and heard go together.
type heardSound struct {
	tracks   []Track
	plans    []plan.Track
	heard    []plan.Heard
	warnings []string
	broken   bool // nothing of it could be decoded, and warnings say so
}

// Audio makes all sound of src, in one piece, in dir, which is empty before.
// progress is called with 0 to 1. The track to play by default comes first.
func (t *Transcoder) Audio(ctx context.Context, src, dir string, p plan.AudioParams, progress func(float64)) (Sound, error) {
	work, remove, err := scratch(dir)
	if err != nil {
		return Sound{}, err
	}
	defer remove()
	all, err := t.encodeTracks(ctx, src, dir, work, p, progress)
	if len(p.Tracks) > 1 && ofOneTrack(ctx, err) {
		all, err = t.encodeApart(ctx, src, dir, work, p, progress, err)
	}
	if err != nil {
		return Sound{}, err
	}
	return all.ordered(p.Level), nil
}

// ofOneTrack reports whether err may be the fault of one track, which ends the
// run for all, and not of the machine.
func ofOneTrack(ctx context.Context, err error) bool {
	if err == nil || ctx.Err() != nil || errors.As(err, new(fullDisk)) {
		return false
	}
	exit := (*proc.ExitError)(nil)
	return !errors.As(err, &exit) || exit.Signal != "killed" && !noSpace(exit.Stderr)
}

// encodeApart makes each track by itself, after a run for all failed with an
// error. Tracks that fail again are left out; where all do, that error stands.
func (t *Transcoder) encodeApart(
	ctx context.Context, src, dir, work string, p plan.AudioParams, progress func(float64), failed error,
) (heardSound, error) {
	var all heardSound
	tracks := p.Tracks
	p.Alone = true // of a track that cannot be decoded nothing is kept
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
		case !ofOneTrack(ctx, err):
			return all, err
		default:
			all.warnings = append(all.warnings, leftOut(track))
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

// leftOut warns of a track that is not made.
func leftOut(track plan.Track) string {
	return fmt.Sprintf("has a sound track that could not be decoded and was left out (track %d)", track.Number)
}

func (s *heardSound) add(other heardSound) {
	s.tracks = append(s.tracks, other.tracks...)
	s.plans = append(s.plans, other.plans...)
	s.heard = append(s.heard, other.heard...)
	s.warnings = append(s.warnings, other.warnings...)
}

// ordered is the sound with the track first that is played by default, and the
// others in the order of the source.
func (s *heardSound) ordered(l plan.Level) Sound {
	at := l.DefaultTrack(s.plans, s.heard)
	res := Sound{Warnings: s.warnings}
	if !s.broken {
		res.Warnings = append(res.Warnings, l.Silences(s.plans, s.heard)...)
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

// withoutBroken leaves out the tracks that nothing can be heard of where ffmpeg
// complained about them: what cannot be decoded becomes silence. Where all are
// like that they are kept beside a picture, and else the recording is refused.
func (s *heardSound) withoutBroken(p plan.AudioParams, all []heard) (plan.AudioParams, []heard, error) {
	var tracks []plan.Track
	var kept []heard
	var warnings []string
	for i, h := range all {
		if h.broken && !p.Level.Audible(h.Heard) {
			warnings = append(warnings, leftOut(p.Tracks[i]))
			continue
		}
		tracks, kept = append(tracks, p.Tracks[i]), append(kept, h)
	}
	switch {
	case len(tracks) > 0:
		p.Tracks, all = tracks, kept
		s.warnings = append(s.warnings, warnings...)
	case p.Alone:
		return p, nil, fmt.Errorf("listen: %w", fault.Refuse("holds nothing that can be decoded"))
	default:
		s.broken = true
		s.warnings = append(s.warnings, "is damaged: its sound could not be decoded, and nothing is heard of it")
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
