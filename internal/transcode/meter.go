package transcode

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"proceedings/internal/ffmpeg"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
)

// reportName is ffmpeg's log file in the working folder. The filters print their
// measurements at the end, a kilobyte for each track, which is more than the kept
// end of stderr.
const reportName = "loudness.log"

// runMeters runs ffmpeg with args, which read the files in read, and returns the
// measurements of the tracks of m.
func (t *Transcoder) runMeters(ctx context.Context, args, read []string, work string, m plan.AudioParams, progress func(float64)) ([]measurement, error) {
	stderr, err := t.Runner.Run(ctx, proc.Command{
		Path: "ffmpeg", Args: args, Dir: work,
		Env:    []string{"FFREPORT=file=" + reportName + ":level=32"}, // 32 is info
		Stdout: &progressReader{duration: m.Duration, report: progress},
		Read:   read, Write: []string{work}, CPU: cpuLimit(m.Duration),
	})
	if err != nil {
		return nil, err // the caller adds what was measured
	}
	if noSpace(stderr) {
		return nil, fullDisk(stderr)
	}
	f, err := os.Open(filepath.Join(work, reportName))
	if err != nil {
		return nil, fmt.Errorf("read what ffmpeg measured: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	return readReport(f, m.Tracks)
}

// meterOptions begin a run whose meters report what they measure.
func meterOptions() []string {
	return baseArgs("-nostats")
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

// meterOutput measures the renditions of p's tracks in dir.
func (t *Transcoder) meterOutput(ctx context.Context, dir, work string, p plan.AudioParams, progress func(float64)) ([]measurement, error) {
	out, err := t.runMeters(ctx, outputMeterArgs(dir, p.Tracks), []string{dir}, work, p, progress)
	if err != nil {
		return nil, fmt.Errorf("measure the encoded sound: %w", err)
	}
	for i := range out {
		if out[i].quiet, err = readQuiet(filepath.Join(work, blocksName(i)), out[i].Integrated); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// blocksName is the file in the working folder with the loudness of the blocks of track
// i: about 2 MB for an hour.
func blocksName(i int) string { return fmt.Sprintf("blocks-%d.log", i) }

// readQuiet returns the quiet stretches of a track, from the loudness of its blocks.
func readQuiet(path string, integrated float64) ([]meeting.Stretch, error) {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil // a track without samples
	}
	if err != nil {
		return nil, fmt.Errorf("read the loudness of blocks: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	var blocks blockReader
	if _, err = io.Copy(&blocks, f); err != nil {
		return nil, fmt.Errorf("read the loudness of blocks: %w", err)
	}
	return plan.Quiet(blocks.loudness, integrated), nil
}

// outputMeterArgs is ffmpeg's command line that measures renditions in dir, and writes the
// loudness of their blocks to files in the working folder.
func outputMeterArgs(dir string, tracks []plan.Track) []string {
	args := meterOptions()
	var chains, outputs []string
	for i, track := range tracks {
		args = append(args, ffmpeg.Input(filepath.Join(dir, layout.Audio(track.ID)))...)
		chains = append(chains, fmt.Sprintf("[%d:0]%s,%s:metadata=1,ametadata=print:key=%s:file=%s[a%d]",
			i, mix(track.Channels), meters(i), momentary, blocksName(i), i))
		outputs = append(outputs, "-map", fmt.Sprintf("[a%d]", i), "-f", "null", "-")
	}
	return append(append(args, "-filter_complex", strings.Join(chains, ";")), outputs...)
}
