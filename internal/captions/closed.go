package captions

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"proceedings/internal/captions/cea608"
	"proceedings/internal/fault"
	"proceedings/internal/ffmpeg"
	"proceedings/internal/plan"
	"proceedings/internal/proc"
)

// maxUserData bounds the user data of a picture, bytes: that of ten hours of
// captions is 100 MB.
const maxUserData = 1 << 30

// maxPairs bounds how many pairs of bytes line 21 may have: those of a day and a
// half in which both fields never rest.
const maxPairs = 8 << 20

// closed reads the closed captions of a picture, or of a track of them. It returns
// those of the channel in the parameters, or of the first that has any, and the numbers
// of all channels that have some. A picture without captions is no error.
//
// Nothing is decoded: ffmpeg filters the user data out of the packets. Its lavfi
// input would decode the whole picture, many times the work, and open the
// file by a name within a filter, past the lists of package ffmpeg.
func (m *Maker) closed(ctx context.Context, src, dir string, p plan.CaptionsParams) (script Script, channels []int, warnings []string, err error) {
	tmp, err := os.MkdirTemp(dir, "closed-")
	if err != nil {
		return script, nil, nil, fmt.Errorf("make a scratch folder: %w", err)
	}
	defer func() { _ = os.RemoveAll(tmp) }() // the folder of the step is swept, too

	data, times := filepath.Join(tmp, "data"), filepath.Join(tmp, "times")
	_, err = m.Runner.Run(ctx, proc.Command{
		Path: "ffmpeg", Args: closedArgs(src, data, times, p), Read: []string{src}, Write: []string{tmp}, CPU: cpuLimit, FileSize: maxUserData,
	})
	switch exit := (*proc.ExitError)(nil); {
	case errors.As(err, &exit) && exit.Signal == "" && ctx.Err() == nil:
		return script, nil, nil, fault.Refuse("cannot be read")
	case err != nil:
		return script, nil, nil, fmt.Errorf("extract stream %d: %w", p.Stream.Index, err)
	}
	found, err := readClosed(data, times, p.Stream.Codec)
	if err != nil {
		return script, nil, nil, err
	}
	var decoder cea608.Decoder
	for _, one := range found.line21 {
		decoder.Pair(one.at, one.triplet.kind() == secondField, one.triplet[1], one.triplet[2])
	}
	for channel := 1; channel <= cea608.Channels; channel++ {
		cues := decoder.Cues(channel, p.Zero()+p.Duration)
		if len(cues) == 0 {
			continue
		}
		channels = append(channels, channel)
		if len(cues) > maxCues {
			return script, nil, nil, fault.Refuse("has more than %d captions", maxCues)
		}
		if p.Stream.Channel == channel || p.Stream.Channel == 0 && len(channels) == 1 {
			script.Cues = cues
		}
	}
	if len(channels) == 0 && found.digital {
		warnings = append(warnings, "has closed captions of the kind CEA-708 only, which cannot be read")
	}
	return script, channels, warnings, nil
}

// closedArgs have ffmpeg write the part of each packet that may have captions to one
// file, and the size and time of each to another.
func closedArgs(src, data, times string, p plan.CaptionsParams) []string {
	args := append(ffmpeg.Quiet(), "-y")
	args = append(args, ffmpeg.Times(p.Jumps)...)
	args = append(args, ffmpeg.Input(src)...)
	for _, out := range [][]string{{"-f", "data", data}, {"-f", "framecrc", times}} {
		args = append(args, "-map", fmt.Sprintf("0:%d", p.Stream.Index), "-c", "copy", "-copyinkf")
		switch p.Stream.Codec {
		case "h264":
			args = append(args, "-bsf", "h264_mp4toannexb,filter_units=pass_types=6")
		case "hevc":
			args = append(args, "-bsf", "hevc_mp4toannexb,filter_units=pass_types=39-40")
		case "mpeg2video":
			args = append(args, "-bsf", "filter_units=pass_types=178")
		}
		args = append(args, out...)
	}
	return args
}

// closedData is the caption data of a stream.
type closedData struct {
	line21  []timed // in the order in which frames are shown
	digital bool    // there is text of CEA-708, too
}

// timed is a triplet and when its frame is shown, seconds.
type timed struct {
	at      float64
	triplet ccTriplet
}

func readClosed(data, times, codec string) (closedData, error) {
	var found closedData
	list, err := os.Open(times)
	if err != nil {
		return found, err //nolint:wrapcheck // names the file
	}
	defer func() { _ = list.Close() }() // only read
	bytesOf, err := os.Open(data)
	if err != nil {
		return found, err //nolint:wrapcheck // names the file
	}
	defer func() { _ = bytesOf.Close() }() // only read
	packets := bufio.NewReader(bytesOf)
	scale := 0.0
	lines := bufio.NewScanner(list)
	for lines.Scan() {
		if num, den, ok := timeBase(lines.Text()); ok {
			scale = num / den
		}
		pts, size, ok := crcLine(lines.Bytes())
		if !ok {
			continue
		}
		packet := make([]byte, size)
		if _, err = io.ReadFull(packets, packet); err != nil {
			return found, fmt.Errorf("read the user data: %w", err)
		}
		found.add(float64(pts)*scale, tripletsOf(codec, packet))
		if len(found.line21) > maxPairs {
			return found, fault.Refuse("has more closed captions than are supported")
		}
	}
	if err = lines.Err(); err != nil {
		return found, fmt.Errorf("read the times of the user data: %w", err)
	}
	slices.SortStableFunc(found.line21, func(a, b timed) int { return cmp.Compare(a.at, b.at) })
	return found, nil
}

func (c *closedData) add(at float64, list []ccTriplet) {
	for _, t := range list {
		switch {
		case !t.valid():
		case t.kind() >= digitalMore:
			// A packet begins with a byte of its size; then come blocks, each with its
			// service and its size. No service and no size is padding.
			c.digital = c.digital || t.kind() == digitalStart && t[2]>>5 > 0 && t[2]&0x1f > 0
		case t[1]&0x7f != 0 || t[2]&0x7f != 0:
			c.line21 = append(c.line21, timed{at, t})
		}
	}
}

// timeBase reads ffmpeg's line "#tb 0: 1/90000".
func timeBase(line string) (num, den float64, ok bool) {
	n, err := fmt.Sscanf(line, "#tb 0: %g/%g", &num, &den)
	return num, den, err == nil && n == 2 && den > 0
}

// crcLine reads ffmpeg's line "0, dts, pts, duration, size, checksum" of a
// packet; times are in units of the time base.
func crcLine(line []byte) (pts int64, size int, ok bool) {
	if bytes.HasPrefix(line, []byte{'#'}) {
		return 0, 0, false
	}
	fields := bytes.Split(line, []byte{','})
	if len(fields) < 6 {
		return 0, 0, false
	}
	pts, okPTS := whole(fields[2])
	if okPTS && pts == math.MinInt64 { // none; some containers have times of decoding only
		pts, okPTS = whole(fields[1])
	}
	n, okSize := whole(fields[4])
	return pts, int(n), okPTS && okSize && n >= 0 && n <= maxUserData
}

func whole(field []byte) (int64, bool) {
	n, err := strconv.ParseInt(string(bytes.TrimSpace(field)), 10, 64)
	return n, err == nil
}
