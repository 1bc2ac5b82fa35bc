package main

import (
	"context"
	"errors"
	"net"
	"os"
	"strings"
	"syscall"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/serve"
)

// defaultListen is the address of the local web server if --listen is not given.
const defaultListen = "127.0.0.1:8470"

// listenAddress is the value of --listen.
type listenAddress wire.ListenAddress

// UnmarshalText implements [encoding.TextUnmarshaler] for kong.
func (l *listenAddress) UnmarshalText(text []byte) error {
	return (*wire.ListenAddress)(l).UnmarshalText(text)
}

// base returns the URL by which readers reach a server on this address; empty
// without an address, or with port 0, which differs each time. hostname replaces
// an unspecified host.
func (l listenAddress) base(hostname string) string {
	host, port, err := net.SplitHostPort(string(l))
	if err != nil || strings.Trim(port, "0") == "" {
		return ""
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = hostname
	}
	if port == "80" {
		if strings.Contains(host, ":") {
			host = "[" + host + "]"
		}
		return "http://" + host + "/"
	}
	return "http://" + net.JoinHostPort(host, port) + "/"
}

// open listens on the address. Without one it uses the default address, or any free
// port if that is taken.
func (l listenAddress) open(ctx context.Context) (net.Listener, error) {
	if l == "" {
		listener, err := serve.Open(ctx, defaultListen)
		if errors.Is(err, syscall.EADDRINUSE) {
			listener, err = serve.Open(ctx, "127.0.0.1:0")
		}
		return listener, err
	}
	return wire.ListenAddress(l).Open(ctx, "--listen")
}

// hostname returns the host name of this machine; localhost if it has none.
func hostname() string {
	if name, err := os.Hostname(); err == nil && name != "" && !strings.Contains(name, " ") {
		return name
	}
	return "localhost"
}
