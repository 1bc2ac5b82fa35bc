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

func TestListenServesUntilItsContextEnds(t *testing.T) {
	t.Parallel()

	ctx, stop := context.WithCancel(t.Context())
	taken, ended := make(chan string, 1), make(chan error, 1)
	h := serve.Handler(filled(t), "", slog.New(slog.DiscardHandler))
	go func() {
		ended <- serve.Listen(ctx, "127.0.0.1:0", h, func(a net.Addr) { taken <- a.String() })
	}()
	address := <-taken
	if _, port, err := net.SplitHostPort(address); err != nil || port == "0" {
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
		t.Errorf("Listen = %v, want nil when it is told to end", err)
	}
	if conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", address); err == nil {
		_ = conn.Close()
		t.Errorf("%s still answers", address)
	}
}

func TestListenOnATakenPort(t *testing.T) {
	t.Parallel()

	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	err = serve.Listen(t.Context(), l.Addr().String(), http.NotFoundHandler(), func(net.Addr) { t.Error("said to be ready") })
	if !errors.Is(err, syscall.EADDRINUSE) || !strings.Contains(err.Error(), l.Addr().String()) {
		t.Errorf("Listen = %v, want EADDRINUSE with the address", err)
	}
}
