// Package serve serves the public space of a store over HTTP: GET and HEAD with
// ranges and conditional requests, with CORS for any origin. It replaces a web
// server or CDN in front of the bucket on one machine, and answers oEmbed with
// maxwidth and maxheight, which static files cannot.
//
// Text is compressed once for all readers. Files of users run nothing on the site's
// origin. A reader may be slow, but not stop.
package serve

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

// Options are what differs between servers.
type Options struct {
	Base      string   // base URL that pages name if archive/site.json has none; may be empty
	Ancestors []string // sites that may frame the player, of [Ancestors]; empty for all
	Log       *slog.Logger

	stall time.Duration // instead of the standard one
}

// Handler serves the objects of the public space under /, and oEmbed under
// /oembed.
func Handler(store storage.Store, o Options) http.Handler {
	o.stall = cmp.Or(o.stall, stall)
	return &handler{o, store, &compressor{store: store}}
}

type handler struct {
	Options

	store storage.Store
	coded *compressor
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w = newSteadyWriter(w, h.stall)
	header := w.Header()
	// Pages of other sites read manifests, playlists and ranges of media.
	header.Set("Access-Control-Allow-Origin", "*")
	header.Set("Access-Control-Expose-Headers", "Content-Range, Content-Length, ETag, Accept-Ranges") // as the bucket's rules do
	header.Set("X-Content-Type-Options", "nosniff")
	switch r.Method {
	case http.MethodGet, http.MethodHead:
	case http.MethodOptions:
		header.Set("Access-Control-Allow-Methods", "GET, HEAD")
		header.Set("Access-Control-Allow-Headers", "Range, If-Range, If-None-Match, If-Modified-Since")
		header.Set("Access-Control-Max-Age", "86400")
		w.WriteHeader(http.StatusNoContent)
		return
	default:
		header.Set("Allow", "GET, HEAD, OPTIONS")
		http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
		return
	}
	if r.URL.Path == oEmbedPath {
		h.oEmbed(w, r)
		return
	}
	key, ok := keyOf(r.URL.Path)
	if !ok {
		http.NotFound(w, r)
		return
	}
	info, err := h.store.Stat(r.Context(), key)
	if err != nil {
		h.fail(w, r, err)
		return
	}
	for name, value := range map[string]string{
		"Content-Type": info.ContentType, "Cache-Control": info.CacheControl, "Content-Disposition": info.ContentDisposition,
		"Content-Security-Policy": policy(key, info.ContentType, h.Ancestors),
	} {
		if value != "" {
			header.Set(name, value)
		}
	}
	if compressible(info) {
		header.Set("Vary", "Accept-Encoding")
		// A range is one of the object itself: each coding has its own ETag.
		if r.Header.Get("Range") == "" && h.serveCoded(w, r, key, info) {
			return
		}
	}
	header.Set("ETag", strconv.Quote(info.ETag))
	body := &object{ctx: r.Context(), store: h.store, key: key, info: info}
	defer body.close()
	http.ServeContent(w, r, "", info.Modified, body)
}

// serveCoded answers with an object in the coding that the client prefers. It returns false,
// and has written nothing, if there is none: the object itself is the answer.
func (h *handler) serveCoded(w http.ResponseWriter, r *http.Request, key string, info storage.Info) bool {
	in := accepted(r.Header.Get("Accept-Encoding"))
	if in == "" {
		return false
	}
	made, err := h.coded.get(r.Context(), key, info, in)
	if err != nil || len(made.data) == 0 {
		return false // an error of the storage comes again
	}
	header := w.Header()
	header.Set("ETag", strconv.Quote(made.etag+"-"+string(in)))
	header.Set("Content-Encoding", string(in))
	header.Set("Content-Length", strconv.Itoa(len(made.data))) // ServeContent leaves it out of coded answers
	http.ServeContent(w, r, "", info.Modified, bytes.NewReader(made.data))
	return true
}

// keyOf returns the key of the object at a path; a path that ends in a slash is
// that of the index page in the folder.
func keyOf(urlPath string) (string, bool) {
	if strings.HasSuffix(urlPath, "/") {
		urlPath += layout.Index
	}
	clean := path.Clean("/" + urlPath)
	if clean != urlPath {
		return "", false // one URL for each object
	}
	key := string(layout.Public) + clean
	return key, storage.CheckKey(key) == nil
}

func (h *handler) fail(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case errors.Is(err, storage.ErrNotFound):
		h.missing(w, r)
	case r.Context().Err() != nil: // the client disconnected
	default:
		h.Log.WarnContext(r.Context(), "serve", "path", r.URL.Path, "err", err)
		http.Error(w, "the storage is unreachable; try again in a minute", http.StatusBadGateway)
	}
}

// missing redirects the URL of a folder without its final slash to the page in it;
// else it answers 404.
func (h *handler) missing(w http.ResponseWriter, r *http.Request) {
	if key, ok := keyOf(r.URL.Path + "/"); ok && !strings.HasSuffix(r.URL.Path, "/") {
		if _, err := h.store.Stat(r.Context(), key); err == nil {
			w.Header().Set("Location", path.Base(r.URL.Path)+"/") // relative, for a reverse proxy
			w.WriteHeader(http.StatusMovedPermanently)
			return
		}
	}
	http.NotFound(w, r)
}

// object is a stored object as an [io.ReadSeeker] for [http.ServeContent]: a seek
// sends no request, the first read after it does.
type object struct {
	ctx   context.Context //nolint:containedctx // lives as long as one request
	store storage.Store
	key   string
	info  storage.Info
	at    int64
	body  io.ReadCloser
}

func (o *object) Read(p []byte) (int, error) {
	if o.at >= o.info.Size {
		return 0, io.EOF
	}
	if o.body == nil {
		body, _, err := o.store.Get(o.ctx, o.key, o.at, -1)
		if err != nil {
			return 0, err
		}
		o.body = body
	}
	n, err := o.body.Read(p)
	o.at += int64(n)
	return n, err //nolint:wrapcheck // io.EOF must stay what it is
}

func (o *object) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += o.at
	case io.SeekEnd:
		offset += o.info.Size
	}
	if offset < 0 {
		return 0, fmt.Errorf("seek %s to %d", o.key, offset)
	}
	if offset != o.at {
		o.close()
	}
	o.at = offset
	return offset, nil
}

func (o *object) close() {
	if o.body != nil {
		_ = o.body.Close() // only read
		o.body = nil
	}
}

// Open takes an address to serve on. A port of 0 means any free one.
func Open(ctx context.Context, address string) (net.Listener, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", address, err)
	}
	return l, nil
}

// Serve answers requests on l with h until ctx ends, and closes l.
func Serve(ctx context.Context, l net.Listener, h http.Handler) error {
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(l) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve on %s: %w", l.Addr(), err)
	case <-ctx.Done():
	}
	after, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
	defer cancel()
	if err := srv.Shutdown(after); err != nil {
		_ = srv.Close() // ends the download of a long recording
	}
	return nil
}
