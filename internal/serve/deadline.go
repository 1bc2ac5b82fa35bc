package serve

import (
	"net/http"
	"time"
)

// stall is how long a reader may take nothing. A download may take hours on a slow line,
// as long as it goes on; a connection that only waits is closed.
const stall = time.Minute

// steadyWriter sets a new deadline before each write, of at most 32 KB. It hides ReadFrom of
// the connection, which would send a whole file under one deadline.
type steadyWriter struct {
	http.ResponseWriter

	stall time.Duration
}

// newSteadyWriter also sets the deadline of an answer without a body.
func newSteadyWriter(w http.ResponseWriter, stall time.Duration) steadyWriter {
	s := steadyWriter{w, stall}
	s.extend()
	return s
}

func (w steadyWriter) extend() {
	// A ResponseWriter without deadlines is that of a test.
	_ = http.NewResponseController(w.ResponseWriter).SetWriteDeadline(time.Now().Add(w.stall))
}

// Write implements [io.Writer].
func (w steadyWriter) Write(p []byte) (int, error) {
	w.extend()
	return w.ResponseWriter.Write(p) //nolint:wrapcheck // an http.ResponseWriter's own
}

// Unwrap is for [http.ResponseController].
func (w steadyWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
