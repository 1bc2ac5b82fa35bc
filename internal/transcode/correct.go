package transcode

import (
	"context"
	"fmt"
	"strings"

	"proceedings/internal/ffmpeg"
	"proceedings/internal/plan"
)

// missedTrack is a track whose rendition missed its target level.
type missedTrack struct {
	plan.Miss
	track int // its number in the plan, from 0
}

func findMissed(p plan.AudioParams, all, out []measurement) (missed []missedTrack) {
	for i := range p.Tracks {
		if m := p.Level.Miss(all[i].Measured, out[i].Measured); m != (plan.Miss{}) {
			missed = append(missed, missedTrack{m, i})
		}
	}
	return missed
}

// correct finds better adjustments for tracks that missed their level. For the
// loudness it measures several settings of gain and limiter in one run, which costs
// a third of an encode.
func (t *Transcoder) correct(ctx context.Context, src, work string, p plan.AudioParams, all, out []measurement, missed []missedTrack, adjustments []adjustment) error {
	trials := make([][]plan.Trial, len(missed))
	metered, settings := p, []adjustment(nil)
	metered.Tracks = nil
	for n, m := range missed {
		do, h := &adjustments[m.track], all[m.track].Measured
		if m.Loudness != 0 {
			for _, s := range p.Level.Trials(do.Setting, h, m.Miss) {
				trials[n] = append(trials[n], plan.Trial{Setting: s})
				metered.Tracks = append(metered.Tracks, p.Tracks[m.track])
				settings = append(settings, adjustment{Setting: s, only: do.only})
			}
		}
		do.Setting = p.Level.Lower(do.Setting, h, m.Miss)
	}
	if len(settings) == 0 {
		return nil
	}
	results, err := t.runMeters(ctx, trialArgs(src, metered, settings), []string{src}, work, metered, nil)
	if err != nil {
		return fmt.Errorf("measure the sound behind a limiter: %w", err)
	}
	for n, m := range missed {
		if len(trials[n]) == 0 {
			continue
		}
		for k := range trials[n] {
			trials[n][k].Integrated = results[k].Integrated
		}
		results = results[len(trials[n]):]
		do := &adjustments[m.track]
		do.Setting = p.Level.Choose(append(trials[n], plan.Trial{Setting: do.Setting, Integrated: out[m.track].Integrated}))
	}
	return nil
}

// trialArgs is ffmpeg's command line that measures tracks of src with one setting
// each. A coarse limiter changes the loudness as much as a fine one.
func trialArgs(src string, p plan.AudioParams, settings []adjustment) []string {
	args := append(append(meterOptions(), timeArgs(p.Timeline, "-vn")...), ffmpeg.Input(src)...)
	var chains, outputs []string
	for i, track := range p.Tracks {
		s := settings[i].Setting
		s.Fine = false
		filters := append(mixFilters(track, p, settings[i]), levelFilters(s)...)
		chains = append(chains, fmt.Sprintf("[0:%d]%s,%s[a%d]", track.Index, strings.Join(filters, ","), loudnessMeter(i), i))
		outputs = append(outputs, "-map", fmt.Sprintf("[a%d]", i), "-f", "null", "-")
	}
	args = append(append(args, "-max_error_rate", "1", "-filter_complex", strings.Join(chains, ";")), outputs...)
	return append(args, otherArgs(p.Timeline, indexes(p.Tracks)...)...)
}
