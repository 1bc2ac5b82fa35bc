package pipeline

import (
	"time"

	"proceedings/internal/plan"
)

// Delay is how long a meeting may wait for its next reconcile after one of its
// steps has settled, while open of its chunks have not. A chunk seldom brings
// anything new, and the state is to tell of it within a minute; with the last of
// them, and with every other step, work goes on.
func Delay(k plan.Kind, open int) time.Duration {
	if k != plan.Chunk || open == 0 {
		return 0
	}
	return time.Minute
}
