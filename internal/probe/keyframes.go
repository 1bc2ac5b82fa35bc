package probe

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"proceedings/internal/ffmpeg"
	"proceedings/internal/meeting"
	"proceedings/internal/proc"
)

// How far apart the key frames are, in seconds, that are decoded to learn the
// size of a picture. An MP4 names its sizes in its header, and few change there.
// Of ten minutes of 1080p that takes 0.7 s of a processor in an MP4 and less than
// 2 in others, of the 220 or more that the encode takes.
const (
	keyFrameInterval    = 8
	keyFrameIntervalMP4 = 20
	minKeyFrames        = 6    // key frames of a short recording
	maxKeyFrames        = 4096 // of a long one: the length of a command line is limited
)

// maxPictures limits the pictures of one file: enough for cameras and a screen, too
// few for a crafted file.
const maxPictures = 8

// decodeKeyFrames decodes some key frames of each picture in h, to learn whether it
// can be decoded and which shapes it has. It marks those that cannot, and reports
// whether there are some.
func (p *Prober) decodeKeyFrames(ctx context.Context, path string, h header, packets *packetReader) (some bool, err error) {
	n := 0
	for i, s := range h.Streams {
		t := packets.tracks[s.Index]
		if !s.picture() || t == nil || t.count < 2 || !t.hasTime || s.tooLarge() {
			continue
		}
		if n++; n > maxPictures {
			break
		}
		every := spacing(t.end()-t.start, strings.Contains(h.Format.Name, "mp4"))
		var at []float64
		if h.isSeekable() && !packets.clock.jumped && !h.masked {
			at = keyFrameTimes(t.keys.found(), every)
		}
		found, err := p.decodeFrames(ctx, path, s, at, every)
		if err != nil {
			return some, err
		}
		if t.decoded = found; len(found) == 0 {
			h.Streams[i].Unusable, some = undecodable, true
		}
	}
	return some, nil
}

// keepDecoded copies the frames that were decoded already.
func (r *packetReader) keepDecoded(from map[int]*track) {
	for i, t := range r.tracks {
		if was := from[i]; was != nil {
			t.decoded = was.decoded
		}
	}
}

// isSeekable reports whether ffprobe can seek to any time by the index of the file.
func (h header) isSeekable() bool {
	return strings.Contains(h.Format.Name, "mp4") || strings.Contains(h.Format.Name, "matroska")
}

// decodeFrames decodes the key frames of a stream at these times, or else those that
// are every seconds apart, for which it reads the file once more. Where that gives
// none it decodes the first frames, since some streams have no key frames.
func (p *Prober) decodeFrames(ctx context.Context, path string, s stream, at []float64, every float64) (found []decodedFrame, err error) {
	if len(at) > 0 {
		if found, err = p.frames(ctx, path, seekArgs(path, s.Index, at), nil); err != nil || 2*len(found) > len(at) {
			return found, err
		}
	}
	more, err := p.keyFrames(ctx, path, s, every)
	if len(more) >= len(found) {
		found = more
	}
	if err != nil || len(found) > 0 {
		return found, err
	}
	return p.frames(ctx, path, firstArgs(path, s.Index), nil)
}

// spacing is the time between the key frames to decode of a picture of that length,
// in seconds.
func spacing(length float64, rigid bool) float64 {
	every := float64(keyFrameInterval)
	if rigid {
		every = keyFrameIntervalMP4
	}
	return max(min(every, length/minKeyFrames), length/maxKeyFrames)
}

// keyFrameTimes are the times of key frames that are at least every seconds apart.
func keyFrameTimes(keys []meeting.Key, every float64) []float64 {
	var at []float64
	for _, k := range keys {
		if len(at) == 0 || k.Time-at[len(at)-1] >= every-0.01 {
			at = append(at, k.Time)
		}
	}
	return at
}

// frameArgs print the shape of the decoded frames of an input.
func frameArgs(more ...string) []string {
	return append([]string{
		"-v", "error", "-show_entries",
		"frame=pts_time,width,height,sample_aspect_ratio:frame_side_data=rotation,displaymatrix", "-of", "json",
	}, more...)
}

// seekArgs decode the key frames at these times. Half a millisecond later each
// is the last before the place that is sought.
func seekArgs(path string, index int, at []float64) []string {
	list := make([]string, len(at))
	for i, t := range at {
		list[i] = strconv.FormatFloat(max(0, t+0.0005), 'f', 4, 64) + "%+#1"
	}
	args := frameArgs("-select_streams", strconv.Itoa(index), "-skip_frame", "nokey", "-read_intervals", strings.Join(list, ","))
	return append(args, ffmpeg.Input(path)...)
}

// firstArgs decode what comes first of a stream, some seconds.
func firstArgs(path string, index int) []string {
	args := frameArgs("-select_streams", strconv.Itoa(index), "-read_intervals", "%+#300")
	return append(args, ffmpeg.Input(path)...)
}

// keyArgs write key frames that are so many seconds apart, and nothing else of
// the stream, as a file of that format.
func keyArgs(path string, index int, every float64, format string) []string {
	// Of the variables 0 is the time of the last that was kept, and 1 says that
	// there is one.
	drop := fmt.Sprintf(`if(key*(not(ld(1))+gte(abs(pts*tb-ld(0))\,%.3f))\,0*st(0\,pts*tb)+0*st(1\,1)\,1)`, every-0.01)
	args := append(ffmpeg.Quiet(), ffmpeg.Input(path)...)
	return append(args, "-map", "0:"+strconv.Itoa(index), "-c", "copy", "-bsf:v", "noise=drop="+drop, "-f", format, "pipe:1")
}

// keyFrames decodes key frames of a file that is read from end to end, by one
// process that copies them and one that decodes them.
func (p *Prober) keyFrames(ctx context.Context, path string, s stream, every float64) ([]decodedFrame, error) {
	format := "nut"
	if slices.Contains([]string{"h264", "hevc", "mpeg2video", "mpeg1video", "mpeg4"}, s.Codec) {
		format = "mpegts" // says nothing of the shape of pixels, and so leaves that to the frames
	}
	read, write := io.Pipe()
	done := make(chan error, 1)
	go func() {
		_, err := p.Runner.Run(ctx, proc.Command{
			Path: "ffmpeg", Args: keyArgs(path, s.Index, every, format), Stdout: write, Read: []string{path}, CPU: cpuLimit,
		})
		_ = write.Close() // never fails
		done <- err
	}()
	args := frameArgs("-skip_frame", "nokey", "-protocol_whitelist", "pipe", "-format_whitelist", format, "-f", format, "-i", "pipe:0")
	found, err := p.frames(ctx, path, args, read)
	_ = read.Close() // never fails, and ends the writer, if it still writes
	if wrote := <-done; err == nil && !ended(wrote) && !errors.Is(wrote, io.ErrClosedPipe) {
		err = fmt.Errorf("probe: copy key frames: %w", wrote)
	}
	return found, err
}

// frames runs ffprobe and reads the frames that it lists.
func (p *Prober) frames(ctx context.Context, path string, args []string, in io.Reader) ([]decodedFrame, error) {
	var out bytes.Buffer
	c := proc.Command{Path: "ffprobe", Args: args, Stdin: in, Stdout: &out, CPU: cpuLimit}
	if in == nil {
		c.Read = []string{path}
	}
	if _, err := p.Runner.Run(ctx, c); !ended(err) {
		return nil, fmt.Errorf("probe: decode some pictures: %w", err)
	}
	return parseFrames(out.Bytes()), nil
}

// ended reports whether a tool ended by itself. What it gave before that counts,
// and not how it ended: a decoder that fails may end it, too.
func ended(err error) bool {
	exit := (*proc.ExitError)(nil)
	return err == nil || errors.As(err, &exit) && exit.Signal != "killed"
}

// frame is a picture as ffprobe lists it.
type frame struct {
	Time     string     `json:"pts_time"`
	Width    int        `json:"width"`
	Height   int        `json:"height"`
	SAR      string     `json:"sample_aspect_ratio"`
	SideData []sideData `json:"side_data_list"`
}

// parseFrames reads the output of [frameArgs], in the order of time, up to where it
// is truncated.
func parseFrames(answer []byte) (found []decodedFrame) {
	start := bytes.IndexByte(answer, '[')
	if start < 0 {
		return nil
	}
	list := json.NewDecoder(bytes.NewReader(answer[start:]))
	if _, err := list.Token(); err != nil {
		return nil
	}
	for list.More() {
		var f frame
		if list.Decode(&f) != nil {
			break
		}
		g := decodedFrame{at: seconds(f.Time), width: f.Width, height: f.Height, sar: f.SAR, sideData: f.SideData}
		if f.Width > 0 && f.Height > 0 && (len(found) == 0 || g.at > found[len(found)-1].at) {
			found = append(found, g)
		}
	}
	return found
}
