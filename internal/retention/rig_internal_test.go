package retention

import (
	"proceedings/internal/archive"
	"proceedings/internal/layout"
)

func stateWith(sum string, keys ...string) archive.State {
	s := archive.State{Sources: []archive.SourceState{{ID: "a", SHA256: sum}}}
	for _, key := range keys {
		s.Sources[0].Steps = append(s.Sources[0].Steps, archive.StepState{Key: key, Space: layout.Public})
	}
	return s
}
