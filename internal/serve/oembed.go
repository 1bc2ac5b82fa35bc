package serve

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
)

// oEmbedPath is the oEmbed endpoint, which honours maxwidth and maxheight.
const oEmbedPath = "/oembed"

// failure is an error response to an oEmbed consumer (oEmbed 1.0, section 2.3.4).
type failure struct {
	code int
	text string
}

func (f failure) Error() string { return f.text }

// oEmbed answers for the URL of a meeting's page, its player, or a slide.
func (h *handler) oEmbed(w http.ResponseWriter, r *http.Request) {
	answer, err := h.embeddable(r)
	said := failure{}
	switch {
	case err == nil:
	case errors.As(err, &said):
		http.Error(w, said.text, said.code)
		return
	case errors.Is(err, manifest.ErrAbsent), errors.Is(err, manifest.ErrNotReachable):
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	default:
		h.fail(w, r, err)
		return
	}
	data, err := answer.Encode()
	if err != nil {
		h.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", storage.CacheBriefly)
	w.Header().Set("Content-Length", strconv.Itoa(len(data)))
	if r.Method == http.MethodGet {
		_, _ = w.Write(data) // the client disconnected
	}
}

func (h *handler) embeddable(r *http.Request) (manifest.OEmbedAnswer, error) {
	query := r.URL.Query()
	if format := query.Get("format"); format != "" && format != "json" {
		return manifest.OEmbedAnswer{}, failure{http.StatusNotImplemented, "only JSON is supported: use format=json"}
	}
	if query.Get("url") == "" {
		return manifest.OEmbedAnswer{}, failure{http.StatusBadRequest, "the parameter url is missing: ?url=…"}
	}
	site, id, ask, err := h.parse(r, query.Get("url"))
	if err != nil {
		return manifest.OEmbedAnswer{}, err
	}
	for name, field := range map[string]*int{"maxwidth": &ask.MaxWidth, "maxheight": &ask.MaxHeight} {
		if text := query.Get(name); text != "" {
			if *field, err = strconv.Atoi(text); err != nil || *field < 1 {
				return manifest.OEmbedAnswer{}, failure{http.StatusBadRequest, name + " must be a number of pixels, 1 or more"}
			}
		}
	}
	m, err := h.shown(r, id)
	if err != nil {
		return manifest.OEmbedAnswer{}, err
	}
	return manifest.OEmbed(m, site, ask)
}

// parse returns the meeting and part that a URL names. The URL may begin with the
// base URL of archive/site.json, the default one, or the host of this request.
// The answer uses the base URL of archive/site.json if there is one, else the one
// that matched.
func (h *handler) parse(r *http.Request, address string) (meeting.Site, string, manifest.Request, error) {
	var site meeting.Site
	if _, err := storage.ReadJSON(r.Context(), h.store, layout.Site, &site); err != nil && !errors.Is(err, storage.ErrNotFound) {
		return site, "", manifest.Request{}, err
	}
	own := "http://" + r.Host + "/"
	if r.TLS != nil {
		own = "https://" + r.Host + "/"
	}
	for _, base := range []string{site.Base, h.Base, own} {
		id, ask, ok := manifest.ParsePage(base, address)
		if ok {
			if site.Base == "" {
				site.Base = base
			}
			return site, id, ask, nil
		}
	}
	return site, "", manifest.Request{}, failure{http.StatusNotFound, "no meeting of this site has that URL"}
}

// shown returns the manifest of a meeting that is not private. A server that may read
// only the public space does not know that a missing meeting is private.
func (h *handler) shown(r *http.Request, id string) (manifest.Manifest, error) {
	var record meeting.Meeting
	_, err := storage.ReadJSON(r.Context(), h.store, layout.Record(id), &record)
	switch {
	case err != nil && !errors.Is(err, storage.ErrNotFound) && !errors.Is(err, storage.ErrDenied):
		return manifest.Manifest{}, err
	case record.Visibility == meeting.Private && !record.Withdrawn:
		return manifest.Manifest{}, failure{http.StatusUnauthorized, "this meeting is private"}
	}
	var m manifest.Manifest
	_, err = storage.ReadJSON(r.Context(), h.store, layout.Public.Meeting(id, layout.Manifest), &m)
	if errors.Is(err, storage.ErrNotFound) {
		return m, failure{http.StatusNotFound, fmt.Sprintf("there is no meeting %s", id)}
	}
	return m, err
}
