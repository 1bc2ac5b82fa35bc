package s3

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"proceedings/internal/fault"
	"proceedings/internal/storage"
	"proceedings/internal/words"
)

// Finding is the result of one request that a check made without credentials.
type Finding struct {
	Tried string // in words
	OK    bool
	Got   string // what was answered instead, and what to do; empty if OK
}

// Audience says what readers without credentials should find.
type Audience struct {
	Prefix string   // what they may read, such as public/
	Hidden string   // what they may not, such as archive/
	Bases  []string // where what they may read is reached: the bucket's own address or that of what stands before it
}

const (
	probeText   = "a probe of what anybody may read\n"
	probeType   = "text/plain; charset=utf-8"
	probeOrigin = "https://elsewhere.example"
	probeTime   = 30 * time.Second
)

// Check tests conditional writes. Then it writes two small objects, requests them over
// HTTP without credentials, and deletes them. Objects under the prefix must be readable
// from pages of any site, in ranges too. All other objects must be private, and writes
// refused. With an error, the result is what was found before.
func (s *Store) Check(ctx context.Context, a Audience) (found []Finding, err error) {
	exists, err := s.findBucket(ctx)
	if err == nil && !exists { // versitygw gives the same answer to a key that it does not know
		err = fault.Permanent(fmt.Errorf("%s has no bucket %s for this key: create it with \"ingest storage init\", name another, or check AWS_ACCESS_KEY_ID", s.where, *s.bucket))
	}
	if err != nil {
		return nil, err
	}
	writes := Finding{Tried: "conditional writes, which all workers need", OK: true}
	if err = s.Probe(ctx); errors.Is(err, ErrUnconditional) {
		writes.OK, writes.Got = false, err.Error()
	} else if err != nil {
		return nil, err
	}
	found = append(found, writes)
	name := "probe/" + rand.Text()
	for _, prefix := range []string{a.Prefix, a.Hidden} {
		key := prefix + name
		attrs := storage.Attrs{ContentType: probeType, CacheControl: storage.CacheBriefly, ContentDisposition: storage.Inline("probe.txt")}
		if _, err = s.Put(ctx, key, strings.NewReader(probeText), attrs, storage.Always); err != nil {
			return found, err
		}
		defer func() { err = errors.Join(err, s.Delete(context.WithoutCancel(ctx), key)) }()
	}
	// The SDK's transport knows the proxies and authorities that the environment names.
	r := reader{client: &http.Client{Timeout: probeTime, Transport: s.transport}, found: found}
	defer r.client.CloseIdleConnections()
	for _, base := range a.Bases {
		r.public(ctx, base+name)
	}
	r.private(ctx, s.address, a, name)
	if ctx.Err() != nil {
		return r.found, context.Cause(ctx)
	}
	return r.found, nil
}

// reader makes requests without credentials.
type reader struct {
	client *http.Client
	found  []Finding
}

// public checks what must be readable.
func (r *reader) public(ctx context.Context, address string) {
	r.try(ctx, "GET "+address, ask{http.MethodGet, address, nil}, func(a heard) string {
		switch {
		case a.code != http.StatusOK:
			return a.status() + ": run \"ingest storage init\", or open public/ to readers in the server's own way"
		case a.body != probeText:
			return "other bytes than were stored"
		case a.header.Get("Content-Type") != probeType:
			return fmt.Sprintf("the type %q for what was stored as %q", a.header.Get("Content-Type"), probeType)
		case a.header.Get("Cache-Control") != storage.CacheBriefly:
			return fmt.Sprintf("Cache-Control: %q for what was stored with %q", a.header.Get("Cache-Control"), storage.CacheBriefly)
		case a.header.Get("Content-Disposition") == "":
			return "no Content-Disposition, with which it was stored: downloads have no names"
		}
		return ""
	})
	r.try(ctx, "a range of it, from a page of another site", ask{http.MethodGet, address, map[string]string{"Range": "bytes=2-6", "Origin": probeOrigin}}, func(a heard) string {
		switch exposed := strings.ToLower(strings.Join(a.header.Values("Access-Control-Expose-Headers"), ",")); {
		case a.code != http.StatusPartialContent || a.body != probeText[2:7]:
			return a.status() + ", not 206 with those bytes: players could not seek"
		case !a.allows():
			return "no Access-Control-Allow-Origin: pages of other sites cannot read it"
		case !strings.Contains(exposed, "content-range") || !strings.Contains(exposed, "etag"):
			return fmt.Sprintf("Access-Control-Expose-Headers: %q, without Content-Range or ETag", exposed)
		}
		return ""
	})
	asking := map[string]string{"Origin": probeOrigin, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "range"}
	r.try(ctx, "whether a page of another site may ask for ranges (OPTIONS)", ask{http.MethodOptions, address, asking}, func(a heard) string {
		headers := strings.ToLower(a.header.Get("Access-Control-Allow-Headers"))
		if a.code >= http.StatusMultipleChoices || !a.allows() || !strings.Contains(headers, "range") && headers != "*" {
			return fmt.Sprintf("%s, Access-Control-Allow-Headers: %q", a.status(), headers)
		}
		return ""
	})
}

// private checks what must be refused.
func (r *reader) private(ctx context.Context, bucket string, a Audience, name string) {
	refused := func(what string) func(heard) string {
		return func(a heard) string {
			if a.code == http.StatusUnauthorized || a.code == http.StatusForbidden || a.code == http.StatusNotFound || a.code == http.StatusMethodNotAllowed {
				return ""
			}
			return a.status() + ": " + what
		}
	}
	r.try(ctx, "that "+a.Hidden+" is private", ask{http.MethodGet, bucket + a.Hidden + name, nil}, refused("anybody can read originals and private meetings"))
	r.try(ctx, "that the bucket cannot be listed", ask{http.MethodGet, bucket + "?list-type=2", nil}, refused("anybody can see the names of all objects"))
	r.try(ctx, "that writes are refused", ask{http.MethodPut, bucket + a.Prefix + name, nil}, refused("anybody can write"))
}

type ask struct {
	method, address string
	headers         map[string]string
}

// heard is a response.
type heard struct {
	code   int
	header http.Header
	body   string
}

func (h heard) status() string { return fmt.Sprintf("%d %s", h.code, http.StatusText(h.code)) }

func (h heard) allows() bool {
	origin := h.header.Get("Access-Control-Allow-Origin")
	return origin == "*" || origin == probeOrigin
}

// try makes a request and records what is wrong with the response.
func (r *reader) try(ctx context.Context, tried string, a ask, wrong func(heard) string) {
	f := Finding{Tried: tried}
	h, err := r.ask(ctx, a)
	if err != nil {
		f.Got = "it is unreachable: " + words.Network(err)
	} else {
		f.Got = wrong(h)
	}
	f.OK = f.Got == ""
	r.found = append(r.found, f)
}

func (r *reader) ask(ctx context.Context, a ask) (heard, error) {
	req, err := http.NewRequestWithContext(ctx, a.method, a.address, http.NoBody)
	if err != nil {
		return heard{}, fmt.Errorf("ask: %w", err)
	}
	for name, value := range a.headers {
		req.Header.Set(name, value)
	}
	resp, err := r.client.Do(req)
	if err != nil {
		return heard{}, fmt.Errorf("ask: %w", err)
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<16))
	if err = errors.Join(err, resp.Body.Close()); err != nil {
		return heard{}, fmt.Errorf("ask: %w", err)
	}
	return heard{resp.StatusCode, resp.Header, string(body)}, nil
}
