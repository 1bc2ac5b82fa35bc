package jobs

import (
	"testing"
	"time"

	"go.uber.org/goleak"

	"proceedings/internal/proc/proctest"
)

// TestMain checks that workers and clients leave no goroutine.
func TestMain(m *testing.M) {
	proctest.AtOnce(4) // they wait for polls and retries; with more, some are too late
	goleak.VerifyTestMain(lingering{m})
}

// lingering waits after the tests: a client of go-redis whose server is gone dials once a
// second, and notices only then that it is closed.
type lingering struct{ m *testing.M }

// Run implements goleak.TestingM.
func (l lingering) Run() int {
	code := l.m.Run()
	time.Sleep(1500 * time.Millisecond)
	return code
}
