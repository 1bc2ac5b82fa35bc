package meeting

// Trim says which part of a recording is played. Its zero value plays all of it.
type Trim struct {
	Start TrimPoint `json:"start,omitzero"`
	End   TrimPoint `json:"end,omitzero"`
}

// TrimPoint is one end of a [Trim]. Its zero value is the end of the recording.
type TrimPoint struct {
	Auto bool     `json:"auto,omitempty"` // where a long silence at this end of the recording begins or ends
	At   *float64 `json:"at,omitempty"`   // seconds on the recording's timeline
}

// IsZero reports whether t trims nothing.
func (t Trim) IsZero() bool { return t.Start.IsZero() && t.End.IsZero() }

// IsZero reports whether p trims nothing.
func (p TrimPoint) IsZero() bool { return !p.Auto && p.At == nil }

// TrimOf returns the trim of a recording: its own, else the meeting's. Times in the
// meeting's trim are those of the main recording.
func (m Meeting) TrimOf(src Source, main bool) Trim {
	if src.Trim != nil {
		return *src.Trim
	}
	t := m.Trim
	if !main {
		t.Start.At, t.End.At = nil, nil
	}
	return t
}
