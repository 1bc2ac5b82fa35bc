package s3_test

import (
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	sdk "github.com/aws/aws-sdk-go-v2/service/s3"

	"proceedings/internal/storage/s3"
)

// proxy stands before a real server, counts the parts that arrive there whole,
// and lets a test step in.
type proxy struct {
	mu     sync.Mutex
	stored []int // numbers of the parts that the server took

	around around
}

// around handles a request in place of the proxy, which next is.
type around func(w http.ResponseWriter, r *http.Request, next http.Handler)

func (p *proxy) stepIn(a around) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.around = a
}

func (p *proxy) stepper() around {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.around
}

func (p *proxy) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stored = nil
}

// before puts a proxy before the server that cfg is of.
func before(t *testing.T, cfg s3.Config) (*proxy, s3.Config) {
	t.Helper()
	target, err := url.Parse(cfg.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	p := new(proxy)
	forward := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Host = r.In.Host // the signature is over it
		},
		ModifyResponse: func(r *http.Response) error {
			if n := partNumber(r.Request); n > 0 && r.StatusCode == http.StatusOK {
				p.mu.Lock()
				defer p.mu.Unlock()
				p.stored = append(p.stored, n)
			}
			return nil
		},
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if stepIn := p.stepper(); stepIn != nil {
			stepIn(w, r, forward)
			return
		}
		forward.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	cfg.Endpoint = server.URL
	return p, cfg
}

func (p *proxy) parts() []int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Sorted(slices.Values(p.stored))
}

func partNumber(r *http.Request) int {
	if r.Method != http.MethodPut {
		return 0
	}
	n, err := strconv.Atoi(r.URL.Query().Get("partNumber"))
	if err != nil {
		return 0
	}
	return n
}

func completes(r *http.Request) bool {
	return r.Method == http.MethodPost && r.URL.Query().Has("uploadId")
}

// unfinished is how many uploads lie on the server that nobody can see.
func unfinished(t *testing.T, cfg s3.Config) int {
	t.Helper()
	client := sdk.New(sdk.Options{
		Region: "us-east-1", BaseEndpoint: &cfg.Endpoint, UsePathStyle: true,
		Credentials: credentials.NewStaticCredentialsProvider(cfg.AccessKey, cfg.SecretKey, ""),
	})
	out, err := client.ListMultipartUploads(t.Context(), &sdk.ListMultipartUploadsInput{Bucket: &cfg.Bucket, MaxUploads: aws.Int32(1000)})
	if err != nil {
		t.Fatal(err)
	}
	return len(out.Uploads)
}

// content makes size bytes that do not repeat, the same for the same seed.
func content(seed byte, size int) []byte {
	data := make([]byte, size)
	_, _ = rand.NewChaCha8([32]byte{seed}).Read(data) // never fails, says its doc
	return data
}
