package manifest

// Interval is the start and the end of a presentation in its recording, in
// seconds. It ends at p.End, else where the next presentation of the recording
// begins, else with the recording, and never after the recording. An end that
// is not after the start is ignored. known is false if p has no start, starts
// after the end of the recording, or names a recording that m does not have.
func (m Manifest) Interval(p Presentation) (start, end float64, known bool) {
	r, found := m.recording(p.Recording)
	if !found || p.Start == nil || *p.Start >= r.Duration {
		return 0, 0, false
	}
	start, end = *p.Start, r.Duration
	if p.End != nil && *p.End > start {
		return start, min(end, *p.End), true
	}
	for _, other := range m.Presentations {
		own, same := m.recording(other.Recording)
		if same && own.ID == r.ID && other.Start != nil && *other.Start > start {
			end = min(end, *other.Start)
		}
	}
	return start, end, true
}
