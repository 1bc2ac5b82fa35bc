package main

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/Eyevinn/mp4ff/mp4"
)

// film is a fragmented MP4 file with one track.
type film struct {
	data, init    []byte // the file, and what precedes its fragments
	width, height int
	origin        float64 // time of the first frame in the file, seconds
	end           float64 // of the last frame, from origin
	fragments     []fragment
}

// fragment is a group of frames that begins with a key frame.
type fragment struct {
	data    []byte
	times   []float64 // of its frames, ascending, from the film's origin
	changes int64     // bytes of the frames after the first
}

func parseFilm(data []byte) (film, error) {
	file, err := mp4.DecodeFile(bytes.NewReader(data))
	if err != nil {
		return film{}, fmt.Errorf("parse MP4: %w", err)
	}
	if file.Moov == nil || file.Moov.Mvex == nil || len(file.Segments) == 0 {
		return film{}, errors.New("the file has no fragments")
	}
	track := file.Moov.Trak
	scale := float64(track.Mdia.Mdhd.Timescale)
	f := film{data: data, width: int(track.Tkhd.Width >> 16), height: int(track.Tkhd.Height >> 16)}
	for _, segment := range file.Segments {
		for _, part := range segment.Fragments {
			samples, err := part.GetFullSamples(file.Moov.Mvex.Trex)
			if err != nil {
				return film{}, fmt.Errorf("parse MP4: %w", err)
			}
			if len(samples) == 0 {
				continue
			}
			start := int(part.StartPos)
			if f.init == nil {
				f.init = data[:start]
			}
			g := fragment{data: data[start : start+int(part.Size())]}
			for i, s := range samples {
				g.times = append(g.times, float64(s.PresentationTime())/scale)
				f.end = max(f.end, float64(s.PresentationTime()+int64(s.Dur))/scale)
				if i > 0 {
					g.changes += int64(len(s.Data))
				}
			}
			slices.Sort(g.times)
			f.fragments = append(f.fragments, g)
		}
	}
	if len(f.fragments) == 0 {
		return film{}, errors.New("the file has no frames")
	}
	f.origin = f.fragments[0].times[0]
	f.end -= f.origin
	for _, g := range f.fragments {
		for i := range g.times {
			g.times[i] -= f.origin
		}
	}
	return f, nil
}
