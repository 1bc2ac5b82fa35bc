package manifest

// Trim is the part of a recording that players play. The recording's timeline stays: all
// times count from the beginning of the recording.
type Trim struct {
	Start float64 `json:"start" jsonschema:"minimum=0"` // seconds in the recording
	End   float64 `json:"end" jsonschema:"minimum=0"`   // seconds in the recording
}

// Played is the part of r that players play, in seconds: all of it, unless it is trimmed.
func (r Recording) Played() (start, end float64) {
	if r.Trim == nil {
		return 0, r.Duration
	}
	return r.Trim.Start, r.Trim.End
}

// PlayedSeconds is the duration to show to people and other programs.
func (r Recording) PlayedSeconds() float64 {
	start, end := r.Played()
	return milliseconds(end-start) / 1000
}

// Offered is a file that people download, or that other sites play: it has only the part
// that is played, if there is such a file.
type Offered struct {
	File

	Start    float64 // second in the recording at which the file begins
	Duration float64 // seconds
}

// OfferedMP4 is the MP4 file of r to download.
func (r Recording) OfferedMP4() Offered { return r.offered(r.MP4, r.TrimmedMP4) }

// OfferedM4A is the M4A file of r to download.
func (r Recording) OfferedM4A() Offered { return r.offered(r.M4A, r.TrimmedM4A) }

// OfferedView is the MP4 file of one of r's views to download.
func (r Recording) OfferedView(v View) Offered { return r.offered(v.MP4, v.TrimmedMP4) }

func (r Recording) offered(whole, trimmed File) Offered {
	if trimmed.URL == "" || r.Trim == nil {
		return Offered{File: whole, Duration: r.Duration}
	}
	return Offered{File: trimmed, Start: r.Trim.Start, Duration: r.PlayedSeconds()}
}
