package s3_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"proceedings/internal/storage"
	"proceedings/internal/storage/s3/s3test"
)

// fetch asks for an address as anybody would.
func fetch(t *testing.T, address string) (status int, header http.Header, body string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, answer.Header, string(data)
}

func TestPresign(t *testing.T) {
	t.Parallel()
	cfg := s3test.Start(t)
	store := s3test.Open(t, cfg)
	const key = "archive/published/derived/deck-1/r/deck.pdf"
	if _, err := store.Put(t.Context(), key, strings.NewReader("a deck"), storage.Attrs{ContentType: "application/pdf"}, storage.Always); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", "Größe \"1\".pdf"} {
		address, err := store.Presign(t.Context(), key, time.Minute, name)
		if err != nil {
			t.Fatal(err)
		}
		status, header, body := fetch(t, address)
		if status != http.StatusOK || body != "a deck" || header.Get("Content-Type") != "application/pdf" {
			t.Errorf("%d %s %q", status, header.Get("Content-Type"), body)
		}
		if saved := strings.HasPrefix(header.Get("Content-Disposition"), "attachment"); saved != (name != "") {
			t.Errorf("of the name %q the header says %q", name, header.Get("Content-Disposition"))
		}
		other, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		other.Path = strings.Replace(other.Path, "deck.pdf", "other.pdf", 1)
		if status, _, _ = fetch(t, other.String()); status != http.StatusForbidden {
			t.Errorf("the same signature on another key answers %d", status)
		}
	}
	for _, wrong := range []time.Duration{0, -time.Hour, time.Second - 1, storage.LongestLink + 1} {
		if address, err := store.Presign(t.Context(), key, wrong, ""); err == nil {
			t.Errorf("a lifetime of %s gives %s", wrong, address)
		}
	}
}

func TestPresignedURLsExpire(t *testing.T) {
	t.Parallel()
	store := s3test.Open(t, s3test.Start(t))
	if _, err := store.Put(t.Context(), "archive/links/a.html", strings.NewReader("page"), storage.Attrs{}, storage.Always); err != nil {
		t.Fatal(err)
	}
	address, err := store.Presign(t.Context(), "archive/links/a.html", time.Second, "")
	if err != nil {
		t.Fatal(err)
	}
	tick, end := time.NewTicker(100*time.Millisecond), time.After(5*time.Minute)
	defer tick.Stop()
	for {
		status, _, _ := fetch(t, address)
		if status == http.StatusForbidden {
			return
		}
		if status != http.StatusOK {
			t.Fatalf("it answers %d", status)
		}
		select {
		case <-tick.C:
		case <-end:
			t.Fatal("a link of one second still answers after five minutes")
		}
	}
}

func TestPresignWithThePublicEndpoint(t *testing.T) {
	t.Parallel()
	cfg := s3test.Start(t)
	inner := s3test.Open(t, cfg)
	if _, err := inner.Put(t.Context(), "archive/a", strings.NewReader("text"), storage.Attrs{}, storage.Always); err != nil {
		t.Fatal(err)
	}
	// The same server under another name: the host is part of what is signed.
	cfg.Public = strings.Replace(cfg.Endpoint, "127.0.0.1", "localhost", 1)
	if cfg.Public == cfg.Endpoint {
		t.Fatalf("the server's address is %s", cfg.Endpoint)
	}
	address, err := s3test.Open(t, cfg).Presign(t.Context(), "archive/a", time.Minute, "")
	if err != nil || !strings.HasPrefix(address, cfg.Public+"/") {
		t.Fatalf("Presign = %s, %v", address, err)
	}
	if status, _, body := fetch(t, address); status != http.StatusOK || body != "text" {
		t.Errorf("%d %q", status, body)
	}
}
