package proc

import (
	"strings"
	"sync"
)

// tailSize is how much of a child's stderr is kept, in bytes: enough for ffmpeg's
// errors, small enough for a log line and a status object.
const tailSize = 4 << 10

// tail is a writer that keeps the last tailSize bytes. It deliberately embeds
// nothing: a promoted ReadFrom would let io.Copy go around Write.
type tail struct {
	mu  sync.Mutex
	buf []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf = append(t.buf, p...)
	if over := len(t.buf) - tailSize; over > 0 {
		t.buf = append(t.buf[:0], t.buf[over:]...)
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.TrimSpace(strings.ToValidUTF8(string(t.buf), "�"))
}
