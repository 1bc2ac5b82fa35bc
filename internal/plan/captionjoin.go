package plan

// CaptionJoinParams are the parameters of the step that joins the captions of a
// recording's parts to one track.
type CaptionJoinParams struct {
	Duration float64       `json:"duration"` // of the recording, seconds
	Parts    []CaptionPart `json:"parts"`    // one for each step in Needs, in the order of time
}

// CaptionPart is the part of the timeline that captions belong to, in seconds.
type CaptionPart struct {
	From float64 `json:"from"`
	To   float64 `json:"to"`
	// Open allows these captions to cover the whole recording. They do if a cue begins
	// after To.
	Open bool `json:"open,omitempty"`
}

// PartCaptions are captions of one part of a joined recording.
type PartCaptions struct {
	Part int  // its number, from 0
	Step Step // its result has the captions, on the timeline of the whole recording
	File bool // the captions come from a file, not from a stream of the part
}

// CaptionJoin returns the step that joins the captions of parts to one track. list must be
// in the order of time. A caption file of the first part may cover all parts, if no other
// part has captions.
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
