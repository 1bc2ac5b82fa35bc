package jobs

import (
	"testing"

	"go.uber.org/goleak"
)

// TestMain checks that workers and clients leave no goroutine.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
