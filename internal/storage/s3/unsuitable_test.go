package s3_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"proceedings/internal/fault"
	"proceedings/internal/storage"
	"proceedings/internal/storage/s3"
	"proceedings/internal/storage/s3/s3test"
	"proceedings/internal/tlstest"
)

// unconditional puts a proxy before the server that cfg is of. It removes the conditions
// of requests and signs them again.
func unconditional(t *testing.T, cfg s3.Config) s3.Config {
	t.Helper()
	target, err := url.Parse(cfg.Endpoint)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(target)
		for _, name := range []string{"If-Match", "If-None-Match", "Authorization", "Accept-Encoding", "X-Forwarded-For"} {
			r.Out.Header.Del(name)
		}
		key := aws.Credentials{AccessKeyID: cfg.AccessKey, SecretAccessKey: cfg.SecretKey}
		err := v4.NewSigner().SignHTTP(t.Context(), key, r.Out, r.In.Header.Get("X-Amz-Content-Sha256"), "s3", "us-east-1", time.Now(), func(o *v4.SignerOptions) {
			o.DisableURIPathEscaping = true
		})
		if err != nil {
			t.Error(err)
		}
	}})
	t.Cleanup(proxy.Close)
	cfg.Endpoint = proxy.URL
	return cfg
}

// TestUnconditionalServer: what every worker refuses is found before the bucket is set up.
func TestUnconditionalServer(t *testing.T) {
	t.Parallel()
	cfg := unconditional(t, s3test.Start(t))
	cfg.Bucket += "-fresh"
	store := s3test.Open(t, cfg)
	deeds, err := store.Init(t.Context(), s3.Opening{Prefix: "public/"})
	if !errors.Is(err, s3.ErrUnconditional) || len(deeds) != 1 || deeds[0].Outcome != s3.Done {
		t.Errorf("Init = %+v, %v; want the bucket, and an error about conditions", deeds, err)
	}
	found, err := store.Check(t.Context(), s3.Audience{Prefix: "public/", Hidden: "archive/"})
	if err != nil || len(found) < 2 || found[0].OK || !strings.Contains(found[0].Got, "ignores the condition If-None-Match on PutObject") {
		t.Errorf("Check = %+v, %v; want a finding about conditions first", found, err)
	}
}

// TestInitReportsWhatWasDone fails one request of an Init.
func TestInitReportsWhatWasDone(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		method, query string // of the request
		want          []string
	}{
		{http.MethodGet, "cors", []string{"bucket", "writes"}},
		{http.MethodPut, "cors", []string{"bucket", "writes", "policy"}},
	} {
		p, cfg := before(t, s3test.Start(t))
		cfg.Bucket += "-fresh"
		p.stepIn(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			if r.Method == tt.method && r.URL.Query().Has(tt.query) {
				w.WriteHeader(http.StatusForbidden)
				return
			}
			next.ServeHTTP(w, r)
		})
		deeds, err := s3test.Open(t, cfg).Init(t.Context(), s3.Opening{Prefix: "public/"})
		var done []string
		for _, d := range deeds {
			done = append(done, d.Setting)
			if d.Outcome != s3.Done && d.Outcome != s3.Works {
				t.Errorf("%s %s: %s", d.Setting, d.Means, d.Outcome)
			}
		}
		if err == nil || !strings.Contains(err.Error(), "CORS") || !slices.Equal(done, tt.want) {
			t.Errorf("%s ?%s is denied: Init = %q, %v; want %q", tt.method, tt.query, done, err, tt.want)
		}
	}
}

// TestWrongAccess reaches real servers in wrong ways. No error is ErrUnavailable, which
// programs wait for.
func TestWrongAccess(t *testing.T) {
	t.Parallel()
	plain := s3test.Start(t)
	secure := s3test.StartTLS(t, tlstest.New(t).Issue(t))
	with := func(cfg s3.Config, change func(*s3.Config)) s3.Config {
		change(&cfg)
		return cfg
	}
	tests := []struct {
		name string
		cfg  s3.Config
		says string
	}{
		{"a wrong secret", with(plain, func(c *s3.Config) { c.SecretKey = "wrong" }), "denies access to bucket"},
		{"a wrong key", with(plain, func(c *s3.Config) { c.AccessKey = "wrong" }), "AWS_ACCESS_KEY_ID"},
		{"an unknown authority", secure, "is of an authority that this machine does not trust: set AWS_CA_BUNDLE"},
		{"TLS to a plain port", with(plain, func(c *s3.Config) { c.Endpoint = strings.Replace(c.Endpoint, "http:", "https:", 1) }), "does not speak TLS: begin --s3-endpoint"},
		{"plain to a TLS port", with(secure, func(c *s3.Config) { c.Endpoint = strings.Replace(c.Endpoint, "https:", "http:", 1) }), "requires TLS: begin --s3-endpoint"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			store := s3test.Open(t, tt.cfg)
			_, initErr := store.Init(t.Context(), s3.Opening{Prefix: "public/"})
			_, checkErr := store.Check(t.Context(), s3.Audience{})
			for call, err := range map[string]error{"EnsureBucket": store.EnsureBucket(t.Context()), "Init": initErr, "Check": checkErr} {
				if err == nil || errors.Is(err, storage.ErrUnavailable) || !strings.Contains(err.Error(), tt.says) {
					t.Errorf("%s = %v, want an error with %q that no program waits for", call, err, tt.says)
				}
			}
		})
	}
}

// TestBareBadRequest: an answer to HEAD has no body, and so no reason.
func TestBareBadRequest(t *testing.T) {
	t.Parallel()
	store, _ := stub(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadRequest) })
	err := store.EnsureBucket(t.Context())
	if err == nil || fault.IsPermanent(err) || !strings.Contains(fmt.Sprint(err), "without a reason: check that --s3-endpoint") || !strings.Contains(err.Error(), "AWS_REGION") {
		t.Errorf("EnsureBucket = %v, want the usual reasons", err)
	}
}
