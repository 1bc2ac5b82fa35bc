package transcode

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// measurement is what ffmpeg's filters and its log report of a track.
type measurement struct {
	plan.Measured
	broken bool // ffmpeg met something in it that it could not decode
	pieces int  // that it was heard in

	quiet []meeting.Stretch // of a rendition, see [plan.Quiet]
}

// reportReader reads what ffmpeg says at level info. Filters speak under the
// names that loudnessArgs gives them; a summary of ebur128 goes on over lines
// without a name.
type reportReader struct {
	named   *regexp.Regexp
	failed  *regexp.Regexp
	tracks  []plan.Track
	all     []measurement
	summary int // track whose summary is being read; -1 for none
	channel int // of the last track that astats spoke of, from 0
}

// readReport is what r, a report of ffmpeg's, says of the tracks.
func readReport(r io.Reader, tracks []plan.Track) ([]measurement, error) {
	p := reportReader{
		named:  regexp.MustCompile(`^\[(ebur128|astats|volumedetect)@a(\d+) @ [^\]]*\] (.*)$`),
		failed: regexp.MustCompile(`(?i)(?:error.*#0:(\d+)\b|#0:(\d+)\b.*error)`),
		tracks: tracks, all: make([]measurement, len(tracks)), summary: -1,
	}
	for i, t := range tracks {
		p.all[i].Integrated, p.all[i].TruePeak = math.Inf(-1), math.Inf(-1)
		for range t.Channels {
			p.all[i].Channels = append(p.all[i].Channels, plan.Channel{RMS: math.Inf(-1), Peak: math.Inf(-1)})
		}
	}
	lines := bufio.NewReader(r)
	for {
		line, cut, err := lines.ReadLine()
		if errors.Is(err, io.EOF) {
			return p.all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read ffmpeg's report: %w", err)
		}
		p.line(string(line))
		for cut && err == nil { // a comment in the file may be of any length
			_, cut, err = lines.ReadLine()
		}
	}
}

func (p *reportReader) line(line string) {
	if found := p.named.FindStringSubmatch(line); found != nil {
		p.summary = -1
		i, err := strconv.Atoi(found[2])
		if err != nil || i >= len(p.all) {
			return
		}
		switch found[1] {
		case "ebur128":
			p.summary = i
		case "volumedetect":
			ofPeak(&p.all[i], found[3])
		default:
			p.ofChannel(&p.all[i], found[3])
		}
		return
	}
	if strings.HasPrefix(line, "[") {
		p.summary = -1
	}
	if p.summary >= 0 {
		p.ofTrack(&p.all[p.summary], strings.TrimSpace(line))
	}
	if found := p.failed.FindStringSubmatch(line); found != nil {
		for i, t := range p.tracks {
			p.all[i].broken = p.all[i].broken || found[1]+found[2] == strconv.Itoa(t.Index)
		}
	}
}

// ofTrack reads the loudness. A stream whose format changes on the way is measured
// in several pieces, and the loudest counts.
func (p *reportReader) ofTrack(h *measurement, text string) { raise(&h.Integrated, text, "I:") }

// ofPeak reads the true peak. The detector sees 16 bits and calls zeros −91 dB.
// It also counts the pieces. ffmpeg may reconfigure its filters before the first
// sample; a piece without samples does not count.
func ofPeak(h *measurement, text string) {
	const zeros = -91
	if n, counts := strings.CutPrefix(text, "n_samples: "); counts && n != "0" {
		h.pieces++
	}
	peak := math.Inf(-1)
	if raise(&peak, text, "max_volume:"); peak > zeros {
		h.TruePeak = max(h.TruePeak, math.Round((peak+headroom)*10)/10)
	}
}

func (p *reportReader) ofChannel(h *measurement, text string) {
	if number, found := strings.CutPrefix(text, "Channel: "); found {
		n, err := strconv.Atoi(number)
		if err != nil {
			n = 0
		}
		p.channel = n - 1
		return
	}
	if p.channel < 0 || p.channel >= len(h.Channels) {
		return
	}
	raise(&h.Channels[p.channel].RMS, text, "RMS level dB:")
	raise(&h.Channels[p.channel].Peak, text, "RMS peak dB:")
}

// raise sets x to the figure that stands behind name, if it is higher.
func raise(x *float64, text, name string) {
	value, found := strings.CutPrefix(text, name)
	if !found {
		return
	}
	fields := strings.Fields(value)
	if len(fields) == 0 {
		return
	}
	if y, err := strconv.ParseFloat(fields[0], 64); err == nil && y > *x {
		*x = y
	}
}
