package statuspage_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"proceedings/internal/archive"
	"proceedings/internal/statuspage"
)

// states is a source with one meeting, or an error.
type states struct{ err error }

func (s states) Overview(context.Context) (statuspage.Overview, error) {
	return statuspage.Overview{Meetings: []statuspage.Row{board()}}, s.err
}

func (s states) Meeting(_ context.Context, id string) (statuspage.Meeting, error) {
	if id != "board" {
		return statuspage.Meeting{}, archive.ErrNoMeeting
	}
	return statuspage.Meeting{Row: board()}, s.err
}

func board() statuspage.Row {
	return statuspage.Row{ID: "board", Title: "Secret meeting", State: archive.NeedsAttention}
}

const password = "correct horse battery"

func TestHandler(t *testing.T) {
	t.Parallel()
	const local = "127.0.0.1:8471"
	with := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	login := func(secret string) func(*http.Request) {
		return func(r *http.Request) { r.SetBasicAuth("me", secret) }
	}
	tests := []struct {
		name, method, path, host string
		password                 string
		change                   func(*http.Request)
		err                      error
		code                     int
		has                      string
	}{
		{name: "the list", path: "/", host: local, code: 200, has: "Secret meeting"},
		{name: "all of the list", path: "/?all=1", host: local, code: 200, has: "Secret meeting"},
		{name: "a meeting", path: "/meeting/board", host: local, code: 200, has: "Secret meeting"},
		{name: "the style", path: "/style.css", host: local, code: 200, has: "--ground"},
		{name: "the script", path: "/renew.js", host: local, code: 200, has: "renew"},
		{name: "HEAD", method: http.MethodHead, path: "/", host: local, code: 200},
		{name: "no such meeting", path: "/meeting/other", host: local, code: 404, has: "there is no such meeting"},
		{name: "no such page", path: "/public", host: local, code: 404},
		{name: "a meeting below a meeting", path: "/meeting/board/x", host: local, code: 404},
		{name: "POST", method: http.MethodPost, path: "/", host: local, code: 405},
		{name: "DELETE", method: http.MethodDelete, path: "/meeting/board", host: local, code: 405},
		{name: "OPTIONS", method: http.MethodOptions, path: "/", host: local, code: 405},
		{name: "the storage is away", path: "/", host: local, err: errors.New("dial s3:7070"), code: 502, has: "cannot be read"},

		{name: "by name", path: "/", host: "localhost:9000", code: 200},
		{name: "by name without a port", path: "/", host: "LOCALHOST", code: 200},
		{name: "IPv6", path: "/", host: "[::1]:8471", code: 200},
		{name: "IPv6 without a port", path: "/", host: "[::1]", code: 200},
		{name: "DNS rebinding", path: "/", host: "evil.example:8471", code: 403, has: "127.0.0.1"},
		{name: "a name that begins like an address", path: "/", host: "127.0.0.1.evil.example", code: 403},
		{name: "another address", path: "/", host: "192.0.2.1:8471", code: 403},
		{name: "no host", path: "/", host: "", code: 403},
		{name: "rebinding, for the style", path: "/style.css", host: "evil.example", code: 403},
		{name: "a reverse proxy", path: "/", host: local, change: with("X-Forwarded-For", "192.0.2.1"), code: 403, has: "reverse proxy"},
		{name: "a proxy that tells the scheme", path: "/", host: local, change: with("X-Forwarded-Proto", "https"), code: 403, has: "reverse proxy"},
		{name: "a CDN", path: "/", host: local, change: with("CF-Connecting-IP", "192.0.2.1"), code: 403, has: "reverse proxy"},

		{name: "without the password", path: "/", host: local, password: password, code: 401},
		{name: "with the password", path: "/", host: local, password: password, change: login(password), code: 200, has: "Secret meeting"},
		{name: "from another machine", path: "/", host: "box:8471", password: password, change: login(password), code: 200},
		{name: "by a reverse proxy", path: "/", host: "status.example.org", password: password, change: func(r *http.Request) {
			login(password)(r)
			with("X-Forwarded-For", "192.0.2.1")(r)
		}, code: 200},
		{name: "with a part of the password", path: "/", host: local, password: password, change: login(password[:20]), code: 401},
		{name: "with an empty password", path: "/", host: local, password: password, change: login(""), code: 401},
		{name: "with a token", path: "/", host: local, password: password, change: with("Authorization", "Bearer "+password), code: 401},
		{name: "the password comes before the method", method: http.MethodPost, path: "/", host: local, password: password, code: 401},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			h, err := statuspage.Handler(states{tt.err}, tt.password, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			r := httptest.NewRequestWithContext(t.Context(), tt.method, tt.path, http.NoBody)
			r.Host = tt.host
			if tt.change != nil {
				tt.change(r)
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != tt.code || !strings.Contains(w.Body.String(), tt.has) {
				t.Errorf("%d\n%s\nwant %d with %q", w.Code, w.Body.String(), tt.code, tt.has)
			}
			if secret := strings.Contains(w.Body.String(), "Secret meeting"); secret && w.Code != http.StatusOK {
				t.Errorf("%d shows the meeting:\n%s", w.Code, w.Body.String())
			}
			if strings.Contains(w.Body.String(), "s3:7070") {
				t.Errorf("the answer names the error:\n%s", w.Body.String())
			}
			for name, want := range map[string]string{
				"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "no-referrer",
			} {
				if got := w.Header().Get(name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
			if csp := w.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") {
				t.Errorf("policy %q", csp)
			}
			if cors := w.Header().Get("Access-Control-Allow-Origin"); cors != "" {
				t.Errorf("other sites may read it: %q", cors)
			}
			if asks := w.Header().Get("WWW-Authenticate") != ""; asks != (tt.code == http.StatusUnauthorized) {
				t.Errorf("asks for the password: %t", asks)
			}
			if allow := w.Header().Get("Allow"); (allow == "GET, HEAD") != (tt.code == http.StatusMethodNotAllowed) {
				t.Errorf("Allow: %q", allow)
			}
		})
	}
}

func TestLocal(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"127.0.0.1:8471": true, "127.8.9.1:1": true, "[::1]:8471": true, "localhost:8471": true, "127.0.0.1:0": true,
		":8471": false, "0.0.0.0:8471": false, "[::]:8471": false, "192.0.2.1:8471": false, "box:8471": false, "localhost.evil.example:1": false, "127.0.0.1": false, "": false,
	} {
		if got := statuspage.Local(address); got != want {
			t.Errorf("Local(%q) = %t, want %t", address, got, want)
		}
	}
}

func TestCheckPassword(t *testing.T) {
	t.Parallel()
	for given, good := range map[string]bool{"": true, "hunter2": false, strings.Repeat("éab1-", 3): false, strings.Repeat("é", 16): false, strings.Repeat("éab12", 4): false, "éab12-éab12-éab1": true, password: true} {
		if err := statuspage.CheckPassword(given); (err == nil) != good || err != nil && strings.Contains(err.Error(), given) {
			t.Errorf("CheckPassword(%q) = %v", given, err)
		}
	}
}
