package plan

import "encoding/json"

// minScratch is the least space in bytes that a tool may fill: an encoder with its report,
// LibreOffice with its profile.
const minScratch = 192 << 20

// Bytes of scratch space for each second of a recording.
const (
	joinedSound  = 384_000 // sound of joined originals: 48 kHz, two channels of 32 bits; 1.4 GB an hour
	encodedTrack = 48_000  // an audio track at 192 kbit/s, as ffmpeg writes it and rewritten
)

// ScratchBytes estimates the space in bytes that a step fills on a worker's disk, originals
// included. sizes has the sizes of the originals, by SHA-256; needs is the size of all objects
// of the results that the step reads.
//
//   - An original is there once, and a second time where the output is a copy of it: a
//     document or the copied video. A deck is unpacked, sanitised, and exported.
//   - A chunk's renditions are there twice, as ffmpeg writes them and rewritten. They have
//     about half of their highest bit rate: 4 MB a minute were measured for slides at
//     1080p; films have more.
//   - The sound of joined originals is written to one file before it is encoded.
//   - The files to download are copied from the parts, and written again with an index in
//     front.
func ScratchBytes(s Step, sizes map[string]int64, needs int64) int64 {
	return fetchedBytes(s, sizes) + workBytes(s, sizes[s.Input], needs)
}

// fetchedBytes is the size of the originals, or of the ranges of one, that a step reads.
func fetchedBytes(s Step, sizes map[string]int64) (sum int64) {
	if !s.Kind.Reads() {
		return 0
	}
	for _, r := range s.Bytes {
		sum += r.To - r.From
	}
	if whole := sizes[s.Input]; len(s.Bytes) == 0 || whole > 0 && whole < sum {
		sum = whole
	}
	for _, other := range s.Also {
		sum += sizes[other]
	}
	return sum
}

// workBytes is the size of what a step writes.
func workBytes(s Step, size, needs int64) int64 {
	switch s.Kind {
	case Copy, Document:
		return size
	case Deck, Text:
		return minScratch + 4*size
	case Chunk:
		var p ChunkParams
		if json.Unmarshal(s.Params, &p) != nil {
			return minScratch
		}
		var rate float64 // bytes a second, twice at half of the highest rate
		for _, r := range p.Rungs {
			rate += float64(r.MaxRate) / 8
		}
		return minScratch + int64(rate*Seconds(p.To-min(p.To, p.From)))
	case Audio:
		var p AudioParams
		if json.Unmarshal(s.Params, &p) != nil {
			return minScratch
		}
		rate := float64(encodedTrack * len(p.Tracks))
		if len(p.Parts) > 0 {
			rate += joinedSound
		}
		return minScratch + int64(rate*min(max(0, p.Duration), maxScratchSeconds))
	case Progressive:
		return 2 * needs
	case Reconstruct: // pictures of all slides, a PDF file and page images
		return 2 * minScratch
	default:
		return minScratch / 4
	}
}

// maxScratchSeconds limits the duration of a damaged record: a week.
const maxScratchSeconds = 7 * 24 * 3600
