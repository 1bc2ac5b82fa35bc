package serve

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"proceedings/internal/storage"
)

// endless is a store whose objects are large. ended is closed with the reader of one.
type endless struct {
	storage.Store

	size  int64
	ended chan struct{}
}

func (e endless) Stat(context.Context, string) (storage.Info, error) {
	return storage.Info{Size: e.size, ETag: "x", Attrs: storage.Attrs{ContentType: "video/mp4"}}, nil
}

func (e endless) Get(context.Context, string, int64, int64) (io.ReadCloser, storage.Info, error) {
	return zeros{e.ended}, storage.Info{}, nil
}

type zeros struct{ ended chan struct{} }

func (z zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }
func (z zeros) Close() error               { close(z.ended); return nil }

func open(t *testing.T, size int64, stall time.Duration) (net.Conn, chan struct{}) {
	t.Helper()
	ended := make(chan struct{})
	server := httptest.NewServer(Handler(endless{size: size, ended: ended}, Options{Log: slog.New(slog.DiscardHandler), stall: stall}))
	t.Cleanup(server.Close)
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if _, err = io.WriteString(conn, "GET /film.mp4 HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	return conn, ended
}

func TestReaderWhoTakesNothingIsDropped(t *testing.T) {
	t.Parallel()
	_, ended := open(t, 1<<40, 200*time.Millisecond)
	select {
	case <-ended:
	case <-time.After(time.Minute):
		t.Error("the download is still open after a minute")
	}
}

func TestSlowReaderGetsAll(t *testing.T) {
	t.Parallel()
	const size, stall = 24 << 20, 300 * time.Millisecond
	conn, ended := open(t, size, stall)
	answer, err := http.ReadResponse(bufio.NewReaderSize(conn, 64<<10), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close() //nolint:errcheck // of a test
	pace := time.NewTicker(stall / 60)
	defer pace.Stop()
	began, got := time.Now(), int64(0)
	for got < size {
		<-pace.C // a line of 12 MB/s
		n, err := io.CopyN(io.Discard, answer.Body, min(64<<10, size-got))
		got += n
		if err != nil {
			t.Fatalf("after %d bytes and %v: %v", got, time.Since(began), err)
		}
	}
	if took := time.Since(began); took < 3*stall {
		t.Errorf("took %v, which is too short to show anything", took)
	}
	<-ended
}
