package proctest

import (
	"sync"
	"time"

	"proceedings/internal/proc"
)

// Meter adds up the usage of the children of its runner.
type Meter struct {
	mu  sync.Mutex
	sum proc.Usage
}

// Runner runs tools outside the sandbox, where the kernel would not count what
// they use.
func (m *Meter) Runner() *proc.Runner {
	return &proc.Runner{Grace: 5 * time.Second, Used: func(u proc.Usage) {
		m.mu.Lock()
		defer m.mu.Unlock()
		m.sum.CPU += u.CPU
		m.sum.MaxRSS = max(m.sum.MaxRSS, u.MaxRSS)
	}}
}

// Used is the processor time of all children that have ended, and the memory of the
// largest, in bytes.
func (m *Meter) Used() proc.Usage {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.sum
}
