package s3_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/storage/s3/s3test"
)

func TestProbePassesARealServerAndCleansUp(t *testing.T) {
	t.Parallel()
	cfg := s3test.Start(t)
	s := s3test.Open(t, cfg)
	for range 2 {
		if err := s.Probe(t.Context()); err != nil {
			t.Errorf("probe: %v", err)
		}
	}
	for info, err := range s.List(t.Context(), "") {
		t.Errorf("the probe left %s behind (%v)", info.Key, err)
	}
	if n := unfinished(t, cfg); n != 0 {
		t.Errorf("%d uploads are left behind", n)
	}
}

// careless is a server that knows the object "one" under every key and keeps
// conditions, but for one that it does not look at.
func careless(ignored string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		operation := "PutObject"
		switch query := r.URL.Query(); {
		case r.Method == http.MethodDelete:
			w.WriteHeader(http.StatusNoContent)
			return
		case query.Has("uploads"):
			_, _ = fmt.Fprint(w, "<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>")
			return
		case partNumber(r) > 0:
			w.Header().Set("ETag", `"part"`)
			return
		case completes(r):
			operation = "CompleteMultipartUpload"
		}
		match := r.Header.Get("If-Match")
		if r.Header.Get("If-None-Match") == "*" && ignored != "If-None-Match on "+operation ||
			match != "" && match != `"one"` && ignored != "If-Match on "+operation {
			w.WriteHeader(http.StatusPreconditionFailed)
			return
		}
		w.Header().Set("ETag", `"one"`)
		if operation == "CompleteMultipartUpload" {
			_, _ = fmt.Fprint(w, `<CompleteMultipartUploadResult><ETag>"one"</ETag></CompleteMultipartUploadResult>`)
		}
	}
}

func TestProbeRefusesUnconditionalWrites(t *testing.T) {
	t.Parallel()

	tests := []struct{ name, ignored string }{
		{"a careful server passes", ""},
		{"one that ignores creation", "If-None-Match on PutObject"},
		{"one that ignores replacement", "If-Match on PutObject"},
		{"one that ignores creation in parts", "If-None-Match on CompleteMultipartUpload"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, address := stub(t, careless(tt.ignored))
			err := s.Probe(t.Context())
			switch {
			case tt.ignored == "" && err != nil:
				t.Errorf("probe: %v", err)
			case tt.ignored == "":
			case !fault.IsPermanent(err):
				t.Errorf("probe: %v, want a permanent error", err)
			case !strings.Contains(err.Error(), tt.ignored) || !strings.Contains(err.Error(), address):
				t.Errorf("the error is %q, want %q and %s in it", err, tt.ignored, address)
			}
		})
	}
}
