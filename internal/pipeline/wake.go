package pipeline

import (
	"time"

	"proceedings/internal/plan"
)

// Delay returns how long a reconcile may wait after a step of kind k has settled, while
// open chunks of the meeting are unsettled. A single chunk rarely enables other steps;
// a minute keeps the reported progress recent.
func Delay(k plan.Kind, open int) time.Duration {
	if k != plan.Chunk || open == 0 {
		return 0
	}
	return time.Minute
}
