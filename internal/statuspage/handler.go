package statuspage

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"proceedings/internal/archive"
)

// The paths of the pages.
const (
	home          = "/"
	meetingPrefix = "/meeting/"
)

// source reads the states of meetings.
type source interface {
	// Overview lists all meetings.
	Overview(ctx context.Context) (Overview, error)

	// Meeting reads a meeting. The error is archive.ErrNoMeeting if there is none.
	Meeting(ctx context.Context, id string) (Meeting, error)
}

// Handler serves the pages to those who know the password; without one, to browsers on this
// machine.
func Handler(from source, password string, log *slog.Logger) (http.Handler, error) {
	shared, err := assets()
	if err != nil {
		return nil, err
	}
	h := &handler{from, log}
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+home+"{$}", h.list)
	mux.HandleFunc("GET "+meetingPrefix+"{id}", h.meeting)
	for path, a := range shared {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", a.mediaType)
			_, _ = w.Write(a.data) // the client may have disconnected
		})
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		protect(w.Header())
		switch code, reason := refusal(r, password); {
		case code != 0:
			if code == http.StatusUnauthorized {
				w.Header().Set("WWW-Authenticate", `Basic realm="Proceedings", charset="UTF-8"`)
			}
			http.Error(w, reason, code)
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
		default:
			mux.ServeHTTP(w, r)
		}
	}), nil
}

// protect sets the headers of every answer: it is kept nowhere, found by no search engine,
// and shown in no page of another site.
func protect(header http.Header) {
	for name, value := range map[string]string{
		"Cache-Control":                "no-store",
		"Content-Security-Policy":      "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
		"Referrer-Policy":              "no-referrer",
		"X-Content-Type-Options":       "nosniff",
		"X-Frame-Options":              "DENY",
		"X-Robots-Tag":                 "noindex, nofollow",
	} {
		header.Set(name, value)
	}
}

type handler struct {
	source

	log *slog.Logger
}

func (h *handler) list(w http.ResponseWriter, r *http.Request) {
	all, err := h.Overview(r.Context())
	if err != nil {
		h.fail(w, r, err)
		return
	}
	page, err := renderList(all, r.URL.Query().Has("all"), time.Now())
	h.answer(w, r, page, err)
}

func (h *handler) meeting(w http.ResponseWriter, r *http.Request) {
	m, err := h.Meeting(r.Context(), r.PathValue("id"))
	if err != nil {
		h.fail(w, r, err)
		return
	}
	page, err := renderMeeting(m, time.Now())
	h.answer(w, r, page, err)
}

func (h *handler) answer(w http.ResponseWriter, r *http.Request, page []byte, err error) {
	if err != nil {
		h.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(page) // the client may have disconnected
}

func (h *handler) fail(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case errors.Is(err, archive.ErrNoMeeting):
		http.Error(w, "there is no such meeting", http.StatusNotFound)
	case r.Context().Err() != nil: // the client disconnected
	default:
		h.log.WarnContext(r.Context(), "serve the status pages", "path", r.URL.Path, "err", err)
		http.Error(w, "the state of the meetings cannot be read; the log of ingest serve says why. Try again in a minute", http.StatusBadGateway)
	}
}
