package s3_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"proceedings/internal/storage"
	"proceedings/internal/storage/s3"
	"proceedings/internal/storage/s3/s3test"
)

// stub opens a store on a server that is only handler, for what a real one
// cannot be made to do.
func stub(t *testing.T, handler http.HandlerFunc) (*s3.Store, string) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return s3test.Open(t, s3.Config{Endpoint: server.URL, Bucket: "bucket", AccessKey: "a", SecretKey: "s"}), server.URL
}

// cutter serves data, and cuts the answer to each request n after limit(n)
// bytes of the range that was asked for.
type cutter struct {
	data     []byte
	etag     func(n int) string
	limit    func(n int) int
	requests atomic.Int32
}

func (c *cutter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	n := int(c.requests.Add(1))
	w.Header().Set("ETag", `"one"`)
	if c.etag != nil {
		w.Header().Set("ETag", c.etag(n))
	}
	http.ServeContent(&limited{w, c.limit(n)}, r, "", time.Unix(1, 0), bytes.NewReader(c.data))
}

// limited breaks the connection after some bytes.
type limited struct {
	http.ResponseWriter
	left int
}

func (l *limited) Write(p []byte) (int, error) {
	if len(p) < l.left {
		l.left -= len(p)
		return l.ResponseWriter.Write(p)
	}
	_, _ = l.ResponseWriter.Write(p[:l.left])
	_ = http.NewResponseController(l.ResponseWriter).Flush()
	panic(http.ErrAbortHandler)
}

const whole = 1 << 40

func TestGetResumesBrokenStreams(t *testing.T) {
	t.Parallel()
	small, large := content(1, 1000), content(2, 40<<20)

	tests := []struct {
		name           string
		data           []byte
		limit          func(n int) int
		offset, length int64
		want           []byte
		requests       int
	}{
		{"no cut needs one request", small, func(int) int { return whole }, 0, -1, small, 1},
		{"one cut is mended", small, func(n int) int { return 300 + (n-1)*whole }, 0, -1, small, 2},
		{"a cut before the first byte is mended", small, func(n int) int { return (n - 1) * whole }, 0, -1, small, 2},
		{"a cut within a range is mended", small, func(n int) int { return 100 + (n-1)*whole }, 200, 500, small[200:700], 2},
		{"a cut of a range to the end is mended", small, func(n int) int { return 100 + (n-1)*whole }, 200, -1, small[200:], 2},
		{"five cuts in a row are mended", small, func(int) int { return 170 }, 0, -1, small, 6},
		{"a bad line gets a large object through", large, func(int) int { return 5 << 20 }, 0, -1, large, 8},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := &cutter{data: tt.data, limit: tt.limit}
			s, _ := stub(t, c.ServeHTTP)
			body, info, err := s.Get(t.Context(), "k", tt.offset, tt.length)
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(body)
			if err = errors.Join(err, body.Close()); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, tt.want) || info.Size != int64(len(tt.data)) {
				t.Errorf("got %d bytes of %d, want %d as they were put", len(got), info.Size, len(tt.want))
			}
			if n := int(c.requests.Load()); n != tt.requests {
				t.Errorf("it took %d requests, want %d", n, tt.requests)
			}
		})
	}
}

func TestGetReportsTruncation(t *testing.T) {
	t.Parallel()
	data := content(1, 1000)
	sum := binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(data[1:]))

	tests := []struct {
		name        string
		handler     http.HandlerFunc
		unavailable bool
	}{
		{"a stream that is cut for ever", (&cutter{data: data, limit: func(int) int { return 10 }}).ServeHTTP, true},
		{"a stream that never begins", (&cutter{data: data, limit: func(int) int { return 0 }}).ServeHTTP, true},
		{
			"an object that is replaced between two cuts",
			(&cutter{data: data, limit: func(int) int { return 10 }, etag: func(n int) string { return strconv.Quote(strconv.Itoa(n)) }}).ServeHTTP, false,
		},
		{"a server that starts from the front again", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = (&limited{w, 300}).Write(data)
		}, false},
		{"an answer that does not say its length", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write(data[:10])
			_ = http.NewResponseController(w).Flush()
		}, false},
		{"a checksum of other content", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			w.Header().Set("x-amz-checksum-crc32", base64.StdEncoding.EncodeToString(sum))
			_, _ = w.Write(data)
		}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, _ := stub(t, tt.handler)
			body, _, err := s.Get(t.Context(), "k", 0, -1)
			if err == nil {
				_, err = io.ReadAll(body)
				_ = body.Close() // after an error there is nothing to learn
			}
			if err == nil {
				t.Fatal("the object ends like a whole one")
			}
			if got := errors.Is(err, storage.ErrUnavailable); got != tt.unavailable {
				t.Errorf("%v: unavailable = %v, want %v", err, got, tt.unavailable)
			}
		})
	}
}

func TestGetResumesTheSameObjectOnly(t *testing.T) {
	t.Parallel()
	data := content(1, 1000)
	var ranges, matches []string
	c := &cutter{data: data, limit: func(n int) int { return 300 + (n-1)*whole }}
	s, _ := stub(t, func(w http.ResponseWriter, r *http.Request) {
		ranges, matches = append(ranges, r.Header.Get("Range")), append(matches, r.Header.Get("If-Match"))
		c.ServeHTTP(w, r)
	})
	body, _, err := s.Get(t.Context(), "k", 0, -1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(body); err != nil {
		t.Fatal(err)
	}
	if got, want := fmt.Sprint(ranges, matches), `[ bytes=300-999] [ "one"]`; got != want {
		t.Errorf("ranges and ETags that were asked for are %s, want %s", got, want)
	}
}
