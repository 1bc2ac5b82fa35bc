package s3_test

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/storage"
	"proceedings/internal/storage/s3"
	"proceedings/internal/storage/s3/s3test"
)

func TestErrorsExplainWhatToDo(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name      string
		status    int
		code      string
		is        error // one of the contract's, or nil
		permanent bool
		says      string
	}{
		{"a missing object", 404, "NoSuchKey", storage.ErrNotFound, false, "get k"},
		{"a missing bucket", 404, "NoSuchBucket", nil, true, "has no bucket bucket: create it"},
		{"a precondition", 412, "PreconditionFailed", storage.ErrPrecondition, false, "get k"},
		{"a conflict of writers", 409, "ConditionalRequestConflict", storage.ErrPrecondition, false, "get k"},
		{"a denial", 403, "AccessDenied", storage.ErrDenied, true, "denies access to bucket bucket (AccessDenied): set AWS_ACCESS_KEY_ID"},
		{"a wrong key", 403, "InvalidAccessKeyId", nil, true, "(InvalidAccessKeyId): set AWS_ACCESS_KEY_ID"},
		{"a wrong secret", 403, "SignatureDoesNotMatch", nil, true, "AWS_SECRET_ACCESS_KEY"},
		{"a wrong clock", 403, "RequestTimeTooSkewed", nil, true, "clock is wrong"},
		{"a full disk", 507, "InsufficientStorage", storage.ErrUnavailable, false, "has no space left"},
		{"an unknown key, answered as missing", 404, "InvalidAccessKeyId", nil, true, "AWS_ACCESS_KEY_ID"},
		{"a broken server", 500, "InternalError", storage.ErrUnavailable, false, "answers 500 Internal Server Error"},
		{"a busy server", 503, "SlowDown", storage.ErrUnavailable, false, "answers 503"},
		{"a gateway without a server", 502, "", storage.ErrUnavailable, false, "answers 502"},
		{"too many requests", 429, "TooManyRequests", storage.ErrUnavailable, false, "answers 429"},
		{"a request that the server did not understand", 400, "MalformedXML", nil, false, "MalformedXML"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, address := stub(t, func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(tt.status)
				if tt.code != "" {
					_, _ = fmt.Fprintf(w, "<Error><Code>%s</Code><Message>in words</Message></Error>", tt.code)
				}
			})
			_, _, err := s.Get(t.Context(), "k", 0, -1)
			if err == nil {
				t.Fatal("no error")
			}
			for _, sentinel := range []error{storage.ErrNotFound, storage.ErrPrecondition, storage.ErrUnavailable} {
				//nolint:errorlint // which of the sentinels is expected, not what err is
				if got, want := errors.Is(err, sentinel), sentinel == tt.is; got != want {
					t.Errorf("%v: is %q = %v, want %v", err, sentinel, got, want)
				}
			}
			if got := fault.IsPermanent(err); got != tt.permanent {
				t.Errorf("%v: permanent = %v, want %v", err, got, tt.permanent)
			}
			if text := err.Error(); tt.code != "" && strings.Contains(text, "in words") || strings.Contains(text, "operation error") {
				t.Errorf("the error is %q, want nothing of what the server or the SDK said", text)
			}
			if !strings.Contains(err.Error(), tt.says) {
				t.Errorf("the error is %q, want %q in it", err, tt.says)
			}
			if unavailable := errors.Is(err, storage.ErrUnavailable); unavailable && !strings.Contains(err.Error(), address) {
				t.Errorf("the error is %q, want the address %s in it", err, address)
			}
		})
	}
}

func TestNoAnswerIsUnavailable(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name   string
		answer func(net.Conn) // nil for nobody there
		says   string
	}{
		{"nobody listens", nil, "connection refused"},
		{"the connection is closed before an answer", func(c net.Conn) { _ = c.Close() }, ""},
		{"the answer is cut in the middle of a listing", func(c net.Conn) {
			_, _ = c.Read(make([]byte, 4096))
			_, _ = c.Write([]byte("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<ListBucketResult><Contents>"))
			_ = c.Close()
		}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			address := "http://" + l.Addr().String()
			if tt.answer == nil {
				_ = l.Close()
			} else {
				t.Cleanup(func() { _ = l.Close() })
				go func() {
					for {
						c, err := l.Accept()
						if err != nil {
							return // the test is over
						}
						tt.answer(c)
					}
				}()
			}
			s := s3test.Open(t, s3.Config{Endpoint: address, Bucket: "bucket", AccessKey: "a", SecretKey: "s"})
			for _, err := range s.List(t.Context(), "p/") {
				if !errors.Is(err, storage.ErrUnavailable) || fault.IsPermanent(err) {
					t.Errorf("list: %v, want ErrUnavailable", err)
				}
				if text := fmt.Sprint(err); !strings.Contains(text, address) || !strings.Contains(text, tt.says) {
					t.Errorf("the error is %q, want the address %s and %q in it", text, address, tt.says)
				}
			}
		})
	}
}

// TestErrorsOfARealServer: what a real server says to the wrong key, and of a bucket
// that is not there.
func TestErrorsOfARealServer(t *testing.T) {
	t.Parallel()
	cfg := s3test.Start(t)

	stranger := cfg
	stranger.SecretKey = "wrong"
	nowhere := cfg
	nowhere.Bucket = "nowhere"
	tests := []struct {
		name string
		cfg  s3.Config
		says string
	}{
		{"a wrong secret", stranger, "denies access to bucket " + cfg.Bucket},
		{"a bucket that is not there", nowhere, "has no bucket nowhere"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := s3test.Open(t, tt.cfg)
			_, putErr := s.Put(t.Context(), "k", strings.NewReader("x"), storage.Attrs{}, storage.Always)
			_, largeErr := s.Put(t.Context(), "k", bytes.NewReader(content(1, 17<<20)), storage.Attrs{}, storage.Always)
			_, _, getErr := s.Get(t.Context(), "k", 0, -1)
			for call, err := range map[string]error{"put": putErr, "put in parts": largeErr, "get": getErr} {
				if !fault.IsPermanent(err) || !strings.Contains(err.Error(), tt.says) {
					t.Errorf("%s: %v, want a permanent error with %q", call, err, tt.says)
				}
			}
		})
	}
}
