package probe

import (
	"bytes"
	"slices"
	"strconv"
)

// packetReader is an io.Writer that takes ffprobe's lines and keeps the sums:
// a day's recording has millions of packets.
type packetReader struct {
	tracks map[int]*track // of the streams that are pictures or sound
	clock  clock
	rest   []byte
}

// newPacketReader is a reader of the packets of the streams in h.
func newPacketReader(h header) *packetReader {
	r := &packetReader{tracks: map[int]*track{}, clock: newClock(h.Format.Name)}
	for _, s := range h.Streams {
		switch {
		case s.picture():
			r.tracks[s.Index] = &track{keys: new(keys)}
		case s.sound():
			r.tracks[s.Index] = new(track)
		case s.Type == "audio" || s.film(): // cannot be used, and is counted to say so
			r.tracks[s.Index] = &track{unread: true}
		}
	}
	return r
}

// together are the streams whose times moved those of all others, in the order
// of the file.
func (r *packetReader) together() []int {
	var list []int
	for index, t := range r.tracks {
		if !t.unread {
			list = append(list, index)
		}
	}
	slices.Sort(list)
	return list
}

// maxLine bounds a line; a real one has a hundred bytes.
const maxLine = 64 << 10

func (r *packetReader) Write(p []byte) (int, error) {
	n := len(p)
	for {
		line, after, found := bytes.Cut(p, []byte{'\n'})
		if !found {
			if len(r.rest)+len(p) <= maxLine {
				r.rest = append(r.rest, p...)
			}
			return n, nil
		}
		if len(r.rest) > 0 {
			line = append(r.rest, line...)
		}
		r.line(line)
		r.rest, p = r.rest[:0], after
	}
}

// line takes a packet in, if it is of a stream that is looked at.
func (r *packetReader) line(line []byte) {
	index, p := parsePacket(line)
	t := r.tracks[index]
	if t == nil {
		return
	}
	t.encrypted = t.encrypted || bytes.Contains(line, []byte("side_data_type=Encryption info"))
	if t.unread { // ffmpeg reads it nowhere, so it moves no other's times
		t.count++
		return
	}
	r.clock.correct(index, t.keys == nil, &p)
	t.add(p)
}

// parsePacket reads stream_index=0|pts_time=0.000000|… as ffprobe's compact
// writer prints it; unknown values are N/A. Without a stream the index is -1.
func parsePacket(line []byte) (index int, p packet) {
	index, p.pos = -1, -1
	line = bytes.TrimSpace(line)
	for len(line) > 0 {
		var field []byte
		field, line, _ = bytes.Cut(line, []byte{'|'})
		name, value, _ := bytes.Cut(field, []byte{'='})
		switch string(name) {
		case "stream_index":
			if n, ok := whole(value); ok {
				index = int(n)
			}
		case "pts_time":
			p.pts, p.hasPTS = number(value)
		case "dts_time":
			p.dts, p.hasDTS = number(value)
		case "duration_time":
			p.duration, _ = number(value)
		case "size":
			p.size, _ = whole(value)
		case "pos":
			if n, ok := whole(value); ok {
				p.pos = n
			}
		case "flags":
			p.key, p.discarded = bytes.IndexByte(value, 'K') >= 0, bytes.IndexByte(value, 'D') >= 0
		}
	}
	return index, p
}

func number(text []byte) (float64, bool) {
	if len(text) == 0 || text[0] == 'N' { // N/A
		return 0, false
	}
	x, err := strconv.ParseFloat(string(text), 64)
	return x, err == nil
}

func whole(text []byte) (int64, bool) {
	if len(text) == 0 || text[0] == 'N' {
		return 0, false
	}
	n, err := strconv.ParseInt(string(text), 10, 64)
	return n, err == nil
}
