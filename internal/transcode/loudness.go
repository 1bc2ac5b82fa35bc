package transcode

import (
	"context"
	"fmt"
	"math"

	"proceedings/internal/ffmpeg"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// measureLoudness measures all tracks of src before they are encoded, mixed as m
// says. It does not decode the picture.
func (t *Transcoder) measureLoudness(ctx context.Context, src, work string, m plan.AudioParams, progress func(float64)) ([]measurement, error) {
	all, err := t.runMeters(ctx, loudnessArgs(src, m), []string{src}, work, m, progress)
	if err != nil {
		return nil, fmt.Errorf("measure the loudness: %w", err)
	}
	return all, nil
}

// loudnessArgs is ffmpeg's command line that measures the sound of src, mixed to the
// channels that will be encoded. Each track has an output of its own: one output
// for all would buffer without end where a track has no packets.
func loudnessArgs(src string, m plan.AudioParams) []string {
	args := append(append(meterOptions(), "-vn", "-sn", "-dn"), ffmpeg.Input(src)...)
	chains, outputs := "", []string{}
	for i, t := range m.Tracks {
		if i > 0 {
			chains += ";"
		}
		chains += fmt.Sprintf("[0:%d]aresample=%d,%s,%s,astats@a%d=measure_overall=none:measure_perchannel=RMS_level+RMS_peak[a%d]",
			t.Index, plan.SampleRate, mix(t.Channels), meters(i), i, i)
		outputs = append(outputs, "-map", fmt.Sprintf("[a%d]", i), "-f", "null", "-")
	}
	args = append(args, "-filter_complex", chains, "-max_error_rate", "1")
	return append(args, outputs...)
}

// mix is the filter that converts a track to its number of channels, in floats: a
// sum of channels may pass full scale before its level is lowered.
func mix(channels int) string {
	layout := "stereo"
	if channels == 1 {
		layout = "mono"
	}
	return "aformat=sample_fmts=fltp:channel_layouts=" + layout
}

// adjustment is the gain, limiter and choice of channel for a track. The zero value
// changes nothing.
type adjustment struct {
	plan.Setting
	only int // number, from 1, of the channel that is kept; 0 for all
}

// planAdjustments chooses an adjustment for each track by its measurement. In the
// plan that it returns, tracks with one empty channel of two are mono.
func planAdjustments(m plan.AudioParams, all []measurement) (plan.AudioParams, []adjustment) {
	adjustments := make([]adjustment, len(m.Tracks))
	tracks := make([]plan.Track, len(m.Tracks))
	for i, t := range m.Tracks {
		h := all[i].Measured
		adjustments[i] = adjustment{Setting: m.Level.Setting(h), only: m.Level.OnlyChannel(h)}
		if adjustments[i].only > 0 {
			t = t.Mono()
		}
		tracks[i] = t
	}
	m.Tracks = tracks
	return m, adjustments
}

// loudness is the stored record of the measured original h, the adjustment and the
// measured output; nil for pure silence, whose figures are not numbers.
func loudness(h measurement, done adjustment, out measurement) *meeting.Loudness {
	if !isMeasured(h) {
		return nil
	}
	l := &meeting.Loudness{
		Integrated: h.Integrated, TruePeak: h.TruePeak, Gain: done.Gain, OneSided: done.only > 0, Limited: done.Limited(h.Measured),
	}
	if isMeasured(out) {
		l.OutputIntegrated, l.OutputTruePeak = &out.Integrated, &out.TruePeak
	}
	return l
}

func isMeasured(h measurement) bool {
	return !math.IsInf(h.TruePeak, 0) && !math.IsNaN(h.TruePeak) && !math.IsInf(h.Integrated, 0) && !math.IsNaN(h.Integrated)
}
