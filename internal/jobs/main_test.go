package jobs

import (
	"testing"

	"go.uber.org/goleak"
)

// TestMain holds that nothing of a worker or a client outlives it.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
