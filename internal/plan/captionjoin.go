package plan

// CaptionJoinParams are the parameters of the step that makes one track of the
// captions of a joined recording's parts.
type CaptionJoinParams struct {
	Duration float64       `json:"duration"` // of the recording, seconds
	Parts    []CaptionPart `json:"parts"`    // one for each step that it needs, in the order of time
}

// CaptionPart says which stretch of the timeline captions belong to, in seconds.
type CaptionPart struct {
	From float64 `json:"from"`
	To   float64 `json:"to"`
	// Open says that these may be captions of the whole recording. Cues that begin
	// after To tell that they are.
	Open bool `json:"open,omitempty"`
}

// PartCaptions are captions of one part of a joined recording.
type PartCaptions struct {
	Part int  // its number, from 0
	Step Step // makes the captions, on the timeline of the whole
	File bool // from a caption file, not from a stream of the part
}

// CaptionJoin is the step that makes one track of the captions of parts, which
// are in the order of time. A file beside the first part may be for all parts, if
// no other part has one.
func (r Recording) CaptionJoin(list []PartCaptions) Step {
	p := CaptionJoinParams{Duration: r.Duration}
	var needs []Step
	for _, c := range list {
		part := r.parts[c.Part]
		p.Parts = append(p.Parts, CaptionPart{
			From: Seconds(part.from), To: Seconds(part.to), Open: c.File && c.Part == 0 && len(list) == 1,
		})
		needs = append(needs, c.Step)
	}
	s := r.step(CaptionJoin, p)
	s.Needs, s.Budget = keysOf(needs), captionsBudget
	return s
}
