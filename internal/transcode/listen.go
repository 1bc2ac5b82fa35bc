package transcode

import (
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"proceedings/internal/ffmpeg"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
)

// reportName is the file in the working folder that ffmpeg writes all it says
// to. What its filters heard is said at the end, a kilobyte for each track, and
// would not fit in what is kept of stderr.
const reportName = "listen.log"

// listen hears all tracks of src once before they are encoded, for what they
// are worth as m would have them. It reads no picture.
func (t *Transcoder) listen(ctx context.Context, src, work string, m plan.AudioParams, progress func(float64)) ([]heard, error) {
	all, err := t.measureLoudness(ctx, listenArgs(src, m), []string{src}, work, m, progress)
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	return all, nil
}

// measureLoudness runs ffmpeg with args, which read the files in read, and
// returns what its meters report of the tracks of m.
func (t *Transcoder) measureLoudness(ctx context.Context, args, read []string, work string, m plan.AudioParams, progress func(float64)) ([]heard, error) {
	said, err := t.Runner.Run(ctx, proc.Command{
		Path: "ffmpeg", Args: args, Dir: work,
		Env:    []string{"FFREPORT=file=" + reportName + ":level=32"}, // 32 is info
		Stdout: &progressReader{duration: m.Duration, report: progress},
		Read:   read, Write: []string{work}, CPU: cpuLimit(m.Duration),
	})
	if err != nil {
		return nil, err //nolint:wrapcheck // the caller says what was measured
	}
	if noSpace(said) {
		return nil, fullDisk(said)
	}
	f, err := os.Open(filepath.Join(work, reportName))
	if err != nil {
		return nil, fmt.Errorf("read what ffmpeg measured: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	return readReport(f, m.Tracks)
}

// listenArgs is ffmpeg's command line that hears the sound of src as m will
// have it: mixed to the same channels, so that what is measured is what will be
// made louder. Each track has an output of its own, since one that waits for
// another that never comes would fill up.
func listenArgs(src string, m plan.AudioParams) []string {
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

// meterOptions begin a run whose meters report what they measure.
func meterOptions() []string {
	return []string{"-hide_banner", "-nostdin", "-nostats", "-v", "error", "-progress", "pipe:1", "-stats_period", "0.5"}
}

// headroom is how far above full scale a true peak can be measured, dB.
const headroom = 12

// meters are the filters that measure the loudness and the true peak of track i,
// and pass its samples on. ebur128 can measure the peak, too, and takes twice
// the time for it: it resamples in doubles.
func meters(i int) string {
	return fmt.Sprintf("asplit[l%d][p%d];[p%d]volume=-%ddB,aresample=%d:osf=s16,volumedetect@a%d,anullsink;[l%d]%s",
		i, i, i, headroom, oversampling*plan.SampleRate, i, i, loudnessMeter(i))
}

// loudnessMeter measures the loudness of track i. One channel counts as the two
// loudspeakers that play it.
func loudnessMeter(i int) string {
	return fmt.Sprintf("ebur128@a%d=dualmono=true:framelog=verbose", i)
}

// mix is the filter that brings a track to its channels, in floats: a sum of
// channels may pass full scale before it is lowered.
func mix(channels int) string {
	layout := "stereo"
	if channels == 1 {
		layout = "mono"
	}
	return "aformat=sample_fmts=fltp:channel_layouts=" + layout
}

// touch is what is done to a track's sound. The zero value leaves it.
type touch struct {
	plan.Setting
	only int // number, from 1, of the channel that is kept; 0 for all
}

// decide says what to do about what was heard. The plan that it returns has
// single channels where one of two is empty.
func decide(m plan.AudioParams, all []heard) (plan.AudioParams, []touch) {
	touches := make([]touch, len(m.Tracks))
	tracks := make([]plan.Track, len(m.Tracks))
	for i, t := range m.Tracks {
		h := all[i].Heard
		touches[i] = touch{Setting: m.Level.Setting(h), only: m.Level.Alone(h)}
		if touches[i].only > 0 {
			t = t.Mono()
		}
		tracks[i] = t
	}
	m.Tracks = tracks
	return m, touches
}

// loudness is the record of what was heard, done and made; nil for pure silence,
// whose figures are no numbers.
func loudness(h heard, done touch, out heard) *meeting.Loudness {
	if !isMeasured(h) {
		return nil
	}
	l := &meeting.Loudness{
		Integrated: h.Integrated, TruePeak: h.TruePeak, Gain: done.Gain, OneSided: done.only > 0, Limited: done.Limited(h.Heard),
	}
	if isMeasured(out) {
		l.OutputIntegrated, l.OutputTruePeak = &out.Integrated, &out.TruePeak
	}
	return l
}

func isMeasured(h heard) bool {
	return !math.IsInf(h.TruePeak, 0) && !math.IsNaN(h.TruePeak) && !math.IsInf(h.Integrated, 0) && !math.IsNaN(h.Integrated)
}
