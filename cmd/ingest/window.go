package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"strings"
	"syscall"

	"proceedings/internal/layout"
	"proceedings/internal/serve"
	"proceedings/internal/storage"
)

// defaultListen is where the public space is shown if nobody says.
const defaultListen = "127.0.0.1:8470"

// window shows the public space of a store on a local port.
type window struct {
	store   storage.Store
	address string // empty for the default, or any free port if that is taken
	base    string // where pages say that they are, if archive/site.json does not
	console *console
	log     *slog.Logger
}

// open serves until ctx ends, which is how it is meant to end. It names the
// pages of the meetings that have one.
func (w window) open(ctx context.Context, meetings ...string) error {
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
	ready := func(addr net.Addr) {
		base := "http://" + reachable(addr)
		fmt.Fprintf(w.console.out, "\nServing %s/\n", base)
		for _, page := range pages {
			fmt.Fprintf(w.console.out, "  the page: %s%s\n", base, page)
		}
		if len(pages) == 0 {
			fmt.Fprintln(w.console.out, "  there is no public page yet")
		}
		fmt.Fprintln(w.console.out, "Ctrl-C ends.")
	}
	h := serve.Handler(w.store, w.base, w.log)
	if w.address != "" {
		return serve.Listen(ctx, w.address, h, ready)
	}
	err := serve.Listen(ctx, defaultListen, h, ready)
	if errors.Is(err, syscall.EADDRINUSE) {
		err = serve.Listen(ctx, "127.0.0.1:0", h, ready)
	}
	return err
}

// reachable is an address that a browser on this machine can open.
func reachable(addr net.Addr) string {
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return addr.String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "localhost"
		if name, err := os.Hostname(); err == nil && !strings.Contains(name, " ") {
			host = name
		}
	}
	return net.JoinHostPort(host, port)
}
