package e2e_test

import (
	"flag"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

//nolint:gochecknoglobals // flags
var (
	loadMeetings = flag.Int("load.meetings", 12, "meetings of TestLoad")
	loadWorkers  = flag.Int("load.workers", 4, "workers of TestLoad")
	loadOneMonth = flag.Bool("load.one-month", false, "all meetings are in one month of the catalogue")
	loadRuns     = flag.Int("load.runs", 2, "meetings of TestLoadRun")
)

// TestLoad queues many small meetings, and then starts the workers. All are published,
// listed and verified; Redis keeps no key of them, and no worker grows with their number.
//
// make load runs it with 1,000 meetings and prints a table.
func TestLoad(t *testing.T) {
	t.Parallel()
	needTools(t)
	l := newLoad(t)
	l.submit(*loadMeetings)
	l.run(*loadWorkers)
	t.Log("\n" + l.table())
	l.checkPublished()
	l.checkCatalogue()
	l.checkRedis()
	l.checkGrowth()
	begun := time.Now()
	ingest(t, l.env, 0, l.with("verify", "--all")...)
	t.Logf("ingest verify --all: %.0f s", time.Since(begun).Seconds())
}

// submit adds meetings, four at a time.
func (l *load) submit(n int) {
	l.t.Helper()
	begun, next := time.Now(), make(chan string)
	for i := range n {
		_, id := loadMeeting(l.t, l.folder, i)
		l.ids = append(l.ids, id)
	}
	var adding sync.WaitGroup
	for range 4 {
		adding.Go(func() {
			for id := range next {
				if p := start(l.t, l.env, "ingest", l.with("add", "--id", id, filepath.Join(l.folder, id))...); p.code(l.t) != 0 {
					l.t.Errorf("add %s: %s", id, p.out.String())
				}
			}
		})
	}
	for _, id := range l.ids {
		next <- id
	}
	close(next)
	adding.Wait()
	if l.t.Failed() {
		l.t.FailNow()
	}
	l.t.Logf("ingest add: %d meetings in %.0f s, %.1f S3 requests each", n, time.Since(begun).Seconds(), float64(l.requests.Load())/float64(n))
}
