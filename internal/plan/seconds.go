package plan

import "encoding/json"

// RecordingSeconds returns the length of the part of a recording that a step encodes or
// copies; 0 for other steps.
func RecordingSeconds(s Step) float64 {
	var p struct {
		Duration float64   `json:"duration"`
		At       []float64 `json:"at"`
		Length   float64   `json:"length"`
		From     uint64    `json:"from"`
		To       uint64    `json:"to"`
	}
	if len(s.Params) == 0 || json.Unmarshal(s.Params, &p) != nil {
		return 0
	}
	switch s.Kind {
	case Audio, Copy:
		return p.Duration
	case Sample:
		return float64(len(p.At)) * p.Length
	case Chunk:
		return Seconds(max(p.From, p.To) - p.From)
	default:
		return 0
	}
}
