package pipeline

import (
	"encoding/json"

	"proceedings/internal/plan"
)

// read is the parameters of a step that this package planned.
func read[P any](s plan.Step) P {
	var p P
	if err := json.Unmarshal(s.Params, &p); err != nil {
		panic(err)
	}
	return p
}
