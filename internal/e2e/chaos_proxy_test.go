package e2e_test

import (
	"context"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"
	"testing"
	"time"
)

// fault is what a proxy does to requests.
type fault string

const (
	faultNone  fault = ""
	faultAway  fault = "away" // connections end without an answer
	faultError fault = "503"  // most requests are answered with 503
	faultHang  fault = "hang" // requests get no answer
	faultCut   fault = "cut"  // connections end in the middle of a body
	faultSlow  fault = "slow" // bodies pass with 200 kB/s
)

// faultProxy passes requests on to an S3 server, and disturbs them.
type faultProxy struct {
	*httptest.Server

	mu   sync.Mutex
	rand *rand.Rand
	mode fault
	lift chan struct{} // closed at the end of the fault
}

func newFaultProxy(t *testing.T, host, target string, seed uint64) *faultProxy {
	t.Helper()
	address, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	p := &faultProxy{rand: rand.New(rand.NewPCG(seed, 0)), lift: make(chan struct{})} //nolint:gosec // seeded on purpose
	pass := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme, r.Out.URL.Host = address.Scheme, address.Host
			r.Out.Host = r.In.Host // it is signed
		},
		ModifyResponse: func(r *http.Response) error {
			r.Body = p.disturbed(r.Request.Context(), r.Body)
			return nil
		},
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
	}
	p.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch mode, lift := p.now(); {
		case mode == faultAway:
			panic(http.ErrAbortHandler)
		case mode == faultError && p.chance(0.8):
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		case mode == faultHang:
			select {
			case <-lift:
			case <-r.Context().Done():
				return
			}
		}
		r.Body = p.disturbed(r.Context(), r.Body)
		pass.ServeHTTP(w, r)
	}))
	if p.Listener, err = net.Listen("tcp", net.JoinHostPort(host, "0")); err != nil {
		t.Fatal(err)
	}
	p.Start()
	t.Cleanup(p.Close)
	t.Cleanup(p.CloseClientConnections)
	t.Cleanup(func() { p.set(faultNone) })
	return p
}

// set begins or ends a fault.
func (p *faultProxy) set(mode fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.mode = mode
	close(p.lift)
	p.lift = make(chan struct{})
}

func (p *faultProxy) now() (fault, <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.mode, p.lift
}

func (p *faultProxy) chance(of float64) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.rand.Float64() < of
}

func (p *faultProxy) disturbed(ctx context.Context, body io.ReadCloser) io.ReadCloser {
	return &disturbedBody{body, ctx, p}
}

// disturbedBody is a body that is cut or slowed down while a fault lasts.
type disturbedBody struct {
	io.ReadCloser

	ctx   context.Context //nolint:containedctx // of one request
	proxy *faultProxy
}

func (b *disturbedBody) Read(buf []byte) (int, error) {
	switch mode, lift := b.proxy.now(); {
	case mode == faultCut && b.proxy.chance(0.3):
		return 0, io.ErrUnexpectedEOF
	case mode == faultSlow:
		buf = buf[:min(len(buf), 20_000)]
		select {
		case <-time.After(100 * time.Millisecond):
		case <-lift:
		case <-b.ctx.Done():
			return 0, b.ctx.Err()
		}
	}
	return b.ReadCloser.Read(buf)
}
