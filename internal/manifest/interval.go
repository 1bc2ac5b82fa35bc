package manifest

// Interval is the start and the end of a presentation in its recording, in
// seconds, within the part that is played. It ends at p.End, else where the next
// presentation of the recording begins, else with the recording. An end that is
// not after the start is ignored. known is false if p has no start, if it is not
// in that part, or if it names a recording that m does not have.
func (m Manifest) Interval(p Presentation) (start, end float64, known bool) {
	r, found := m.recording(p.Recording)
	if !found || p.Start == nil || *p.Start >= r.Duration {
		return 0, 0, false
	}
	first, last := r.Played()
	start, end = *p.Start, r.Duration
	if p.End != nil && *p.End > start {
		end = min(end, *p.End)
	} else {
		for _, other := range m.Presentations {
			own, same := m.recording(other.Recording)
			if same && own.ID == r.ID && other.Start != nil && *other.Start > start {
				end = min(end, *other.Start)
			}
		}
	}
	start, end = max(first, start), min(last, end)
	return start, end, start < end
}
