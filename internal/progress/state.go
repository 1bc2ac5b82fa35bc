package progress

import (
	"proceedings/internal/archive"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/slides"
)

// StateOf returns the state of m with these items.
func StateOf(m meeting.Meeting, items []Item) archive.State {
	s := archive.State{
		Schema: 1, Meeting: m.ID, Revision: m.Revision, State: manifest.Published, Refused: Refused(m, items), Attention: NeedAttention(items),
	}
	for _, it := range items {
		s.Sources = append(s.Sources, it.state(m))
	}
	for _, it := range items {
		if it.Reason == "" && (it.Made != nil || it.Recording != nil) {
			s.Warnings = AppendNew(s.Warnings, it.Warnings())
		}
	}
	switch {
	case m.Withdrawn:
		s.State = archive.Withdrawn
	case len(Missing(items)) > 0:
		s.State = manifest.Processing
	case len(s.Attention) > 0:
		s.State = archive.NeedsAttention
	case len(Usable(items)) == 0:
		s.State = manifest.Failed
	}
	return s
}

// OffersNotes reports whether a source is a slide deck that readers download as a
// document, with the notes and hidden slides that decks do not publish.
func OffersNotes(m meeting.Meeting, src meeting.Source, found meeting.Probe) bool {
	return found.Role == meeting.Document && slides.CarriesNotes(found.Format) && m.Rights.AllowsDownloads() && !m.Publishes(src, meeting.DiscloseOriginals)
}

func (it *Item) state(m meeting.Meeting) archive.SourceState {
	s := archive.SourceState{
		ID: it.Source.ID, Name: it.Source.Name, SHA256: it.Source.SHA256, Role: it.Source.Role, Status: archive.StatusWaiting, Reason: it.Reason,
	}
	if it.Probe != nil {
		s.Role = it.Probe.Role
		s.OffersNotes = it.Reason == "" && OffersNotes(m, it.Source, *it.Probe)
	}
	if it.Recording != nil {
		s.Expected = it.Recording.expected
		if kept := it.Recording.suggested; kept != (meeting.Stretch{}) {
			s.Sounding, s.Duration = &kept, it.Recording.Duration
		}
		if kept := it.Recording.Trim; kept != (meeting.Stretch{}) {
			s.Trim, s.Duration = &kept, it.Recording.Duration
		}
	}
	if it.Deck != nil {
		s.Withheld = it.Deck.Withheld
	}
	seen := map[string]bool{} // several comparisons share one fingerprint
	for _, st := range it.Steps {
		if seen[st.Step.Key()] {
			continue
		}
		seen[st.Step.Key()] = true
		one := archive.StepState{Key: st.Step.Key(), Kind: st.Step.Kind, Space: st.Step.Space, Cost: st.Step.Cost, Status: archive.StatusWaiting}
		switch {
		case st.Outcome.Result != nil:
			one.Status = archive.StatusDone
		case st.Outcome.Status.Failed != "":
			one.Status, one.LastError = archive.StatusRefused, st.Outcome.Status.LastError
		}
		// The first attempt counts only once it has failed.
		if was := st.Outcome.Status; one.Status != archive.StatusDone && (was.Starts > 1 || was.LastError != "") {
			s.Attempts = max(s.Attempts, was.Starts)
		}
		s.Steps = append(s.Steps, one)
	}
	status, waits := it.quarantined()
	switch {
	case waits && len(it.open()) == 0:
		s.Status, s.Reason = archive.StatusAttention, status.Failed
	case it.Reason != "":
		s.Status = archive.StatusRefused
	case it.Made != nil && len(it.open()) == 0 && (it.Place == nil || !it.Place.open):
		s.Status = archive.StatusDone
	default:
		s.Playable = it.Made != nil && it.Recording != nil
	}
	return s
}
