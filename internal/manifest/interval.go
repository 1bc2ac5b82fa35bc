package manifest

// Interval is the time that a presentation takes in its recording, in seconds.
// It ends where p says, else where the next presentation of the recording
// begins, else with the recording; never after the recording. An end that is
// not after the start counts as none. known is false where p has no start, or
// one that lies behind the recording, and where m has no such recording.
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
