package meeting

// Stretch is a stretch of a recording's timeline.
type Stretch struct {
	Start float64 `json:"start"` // seconds
	End   float64 `json:"end"`
}

// Length is how long it is, in seconds.
func (s Stretch) Length() float64 { return s.End - s.Start }
