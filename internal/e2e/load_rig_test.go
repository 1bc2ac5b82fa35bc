package e2e_test

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"proceedings/internal/jobs/redistest"
	"proceedings/internal/layout"
)

// load is a system whose S3 requests are counted, and its meetings.
type load struct {
	system

	t        *testing.T
	redis    *redistest.Server
	requests *atomic.Int64 // to the S3 server, by the commands
	workers  []*program
	folder   string // with a folder of each meeting
	ids      []string
	samples  []loadSample
	first    time.Duration // from the start of the workers to the first finished meeting
}

// samples is the number of samples at most, after the one at the start.
const samples = 10

// loadID is the beginning of the meetings' IDs.
const loadID = "load-"

func newLoad(t *testing.T) *load {
	t.Helper()
	l := &load{t: t, redis: redistest.Start(t, redistest.Options{}), folder: t.TempDir()}
	l.system = newSystemOn(t, "redis://"+l.redis.Address+"/0")
	endpoint := slices.Index(l.args, "--s3-endpoint") + 1
	l.args[endpoint], l.requests = countRequests(t, l.args[endpoint])
	return l
}

// countRequests runs a proxy that counts the requests to a server.
func countRequests(t *testing.T, target string) (address string, n *atomic.Int64) {
	t.Helper()
	server, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	n = new(atomic.Int64)
	pass := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme, r.Out.URL.Host = server.Scheme, server.Host
			r.Out.Host = r.In.Host // it is signed
		},
		Transport: &http.Transport{MaxIdleConnsPerHost: 64},
	}
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n.Add(1)
		pass.ServeHTTP(w, r)
	}))
	t.Cleanup(proxy.Close)
	t.Cleanup(proxy.CloseClientConnections)
	return proxy.URL, n
}

// run runs workers until all meetings are finished, and takes samples.
func (l *load) run(workers int) {
	l.t.Helper()
	l.requests.Store(0)
	for range workers {
		l.workers = append(l.workers, l.worker(l.t, l.t.TempDir(), "--concurrency", "2", "--log-level", "warn"))
	}
	begun := time.Now()
	l.sample(0, begun)
	finished := 0
	for limit, spoken := begun.Add(2*time.Hour), begun; finished < len(l.ids); time.Sleep(500 * time.Millisecond) {
		before := finished
		finished = len(l.ids) - l.unfinished()
		if before == 0 && finished > 0 {
			l.first = time.Since(begun)
		}
		if finished*samples/len(l.ids) > before*samples/len(l.ids) {
			l.sample(finished, begun)
		}
		if time.Since(spoken) > time.Minute {
			spoken = time.Now()
			l.t.Logf("%.0f s: %d finished", time.Since(begun).Seconds(), finished)
		}
		if time.Now().After(limit) {
			l.t.Fatalf("timeout: %d of %d meetings are finished", finished, len(l.ids))
		}
	}
}

func (l *load) unfinished() (n int) {
	l.t.Helper()
	for info, err := range l.store.List(l.t.Context(), layout.UnfinishedPrefix) {
		if err != nil {
			l.t.Fatal(err)
		}
		if strings.HasPrefix(filepath.Base(info.Key), loadID) {
			n++
		}
	}
	return n
}
