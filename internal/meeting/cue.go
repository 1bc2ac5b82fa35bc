package meeting

// Cue is a stretch of a recording with what is said in it.
type Cue struct {
	Start   float64 `json:"start"` // seconds on the recording's timeline
	End     float64 `json:"end"`
	Speaker string  `json:"speaker,omitempty"` // who says it, where the captions tell
	Text    string  `json:"text"`              // plain, a line of the caption a line
}
