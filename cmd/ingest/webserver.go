package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/health"
	"proceedings/internal/layout"
	"proceedings/internal/metrics"
	"proceedings/internal/serve"
	"proceedings/internal/storage"
)

// frameFlag limits who may show the player in an iframe.
type frameFlag struct {
	FrameAncestors []string `env:"PROCEEDINGS_FRAME_ANCESTORS" placeholder:"ORIGIN" help:"Sites that may embed the player in an iframe: origins such as https://www.example.org or https://*.example.org, self or none; separate several by commas (default: every site; env ${env})."`
}

func (f frameFlag) ancestors() ([]string, error) {
	list, err := serve.Ancestors(f.FrameAncestors)
	if err != nil {
		return nil, fmt.Errorf("%w: --frame-ancestors or PROCEEDINGS_FRAME_ANCESTORS: %w", wire.ErrUsage, err)
	}
	return list, nil
}

// webServer serves the public space of a store on a local port.
type webServer struct {
	store    storage.Store
	listener net.Listener
	base     string // base URL of the pages, unless archive/site.json sets one
	console  *console
	log      *slog.Logger

	ancestors []string         // that may frame the player; empty for all
	metrics   *metrics.Metrics // nil for none
	private   string           // URL of the status pages; empty for none
}

// serve serves until ctx ends.
func (w webServer) serve(ctx context.Context) error { return serve.Serve(ctx, w.listener, w.handler()) }

// handler serves the public space, and answers probes.
func (w webServer) handler() http.Handler {
	public := serve.Handler(w.store, serve.Options{Base: w.base, Ancestors: w.ancestors, Log: w.log})
	if w.metrics != nil {
		public = w.metrics.HTTP(public)
	}
	probes := http.NewServeMux()
	health.Register(probes, func() error { return nil }, wire.Public(wire.StorageCheck(w.store)))
	return http.HandlerFunc(func(answer http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case health.Live, health.Ready:
			probes.ServeHTTP(answer, r)
		default: // the mux would redirect some paths
			public.ServeHTTP(answer, r)
		}
	})
}

// announce prints the address of the server and of each public page of the meetings.
func (w webServer) announce(ctx context.Context, meetings ...string) error {
	var pages []string
	for _, id := range meetings {
		page := layout.Public.Meeting(id, layout.Index)
		_, err := w.store.Stat(ctx, page)
		if err == nil {
			pages = append(pages, strings.TrimPrefix(strings.TrimSuffix(page, layout.Index), string(layout.Public)))
		} else if !errors.Is(err, storage.ErrNotFound) {
			return err
		}
	}
	base := "http://" + reachable(w.listener.Addr())
	printf(w.console.out, "\nServing %s/\n", base)
	for _, page := range pages {
		printf(w.console.out, "  the page: %s%s\n", base, page)
	}
	if len(pages) == 0 {
		printf(w.console.out, "  there is no public page yet\n")
	}
	if w.private != "" {
		printf(w.console.out, "Status pages, private: %s\n", w.private)
	}
	printf(w.console.out, "Press Ctrl-C to stop.\n")
	return nil
}

// reachable returns an address that a browser can open.
func reachable(addr net.Addr) string {
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return addr.String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = hostname()
	}
	return net.JoinHostPort(host, port)
}
