package serve_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"proceedings/internal/serve"
)

func TestServesUntilItsContextEnds(t *testing.T) {
	t.Parallel()

	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	h := serve.Handler(filled(t), serve.Options{Log: slog.New(slog.DiscardHandler)})
	l, err := serve.Open(ctx, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { ended <- serve.Serve(ctx, l, h) }()
	address := l.Addr().String()
	if _, port, splitErr := net.SplitHostPort(address); splitErr != nil || port == "0" {
		t.Fatalf("address %s, want the port that was taken", address)
	}
	client := &http.Client{Transport: new(http.Transport)}
	defer client.CloseIdleConnections()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+"/meetings/m/", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(answer.Body)
	if closeErr := answer.Body.Close(); err != nil || closeErr != nil || string(body) != pageText {
		t.Errorf("body %q, %v, %v; want %q", body, err, closeErr, pageText)
	}

	stop()
	if err := <-ended; err != nil {
		t.Errorf("Serve = %v, want nil when it is told to end", err)
	}
	if conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", address); err == nil {
		_ = conn.Close()
		t.Errorf("%s still answers", address)
	}
}

func TestOpenATakenPort(t *testing.T) {
	t.Parallel()

	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	_, err = serve.Open(t.Context(), l.Addr().String())
	if !errors.Is(err, syscall.EADDRINUSE) || !strings.Contains(err.Error(), l.Addr().String()) {
		t.Errorf("Open = %v, want EADDRINUSE with the address", err)
	}
}
