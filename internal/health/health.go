// Package health answers probes over HTTP: /healthz says whether the process must be
// restarted, /readyz whether it can work.
package health

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// The paths of the probes.
const (
	Live  = "/healthz"
	Ready = "/readyz"
)

// Check is something that the program needs to work. The error of Test is shown to
// whoever may send a probe.
type Check struct {
	Name string
	Test func(context.Context) error
}

// How long a check may take, and how long its answer counts. Many probes cost no more
// than one.
const (
	testTimeout = 3 * time.Second
	freshFor    = 5 * time.Second
)

// Register adds both paths to mux. alive returns what is wrong with the process itself.
func Register(mux *http.ServeMux, alive func() error, checks ...Check) {
	mux.HandleFunc("GET "+Live, func(w http.ResponseWriter, _ *http.Request) {
		if err := alive(); err != nil {
			answer(w, http.StatusServiceUnavailable, err.Error()+"\n")
			return
		}
		answer(w, http.StatusOK, "ok\n")
	})
	r := &readiness{checks: checks, now: time.Now}
	mux.HandleFunc("GET "+Ready, func(w http.ResponseWriter, req *http.Request) {
		ready, text := r.look(req.Context())
		code := http.StatusOK
		if !ready {
			code = http.StatusServiceUnavailable
		}
		answer(w, code, text)
	})
}

func answer(w http.ResponseWriter, code int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(code)
	fmt.Fprint(w, text)
}

// readiness keeps the last answer of the checks.
type readiness struct {
	checks []Check
	now    func() time.Time

	mu     sync.Mutex
	looked time.Time
	ready  bool
	text   string // one line for each check
}

func (r *readiness) look(ctx context.Context) (ready bool, text string) {
	r.mu.Lock() // other probes wait for the answer
	defer r.mu.Unlock()
	if !r.looked.IsZero() && r.now().Sub(r.looked) < freshFor {
		return r.ready, r.text
	}
	// The answer is for later probes, too.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), testTimeout)
	defer cancel()
	answers := make([]chan error, len(r.checks))
	for i, c := range r.checks {
		answers[i] = make(chan error, 1)
		go func() { answers[i] <- c.Test(ctx) }()
	}
	var b strings.Builder
	r.ready = true
	for i, c := range r.checks {
		state := "ok"
		if err := await(ctx, answers[i]); err != nil {
			r.ready, state = false, strings.ReplaceAll(err.Error(), "\n", "; ")
		}
		fmt.Fprintf(&b, "%s: %s\n", c.Name, state)
	}
	r.looked, r.text = r.now(), b.String()
	return r.ready, r.text
}

// await returns the answer of a check. A probe does not wait for a check that ignores the
// end of its context.
func await(ctx context.Context, answer <-chan error) error {
	select {
	case err := <-answer:
		return err
	case <-ctx.Done():
		return fmt.Errorf("no answer within %s", testTimeout)
	}
}
