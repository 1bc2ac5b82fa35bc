package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"syscall"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/serve"
)

// defaultListen is the address of the local web server if --listen is not given.
const defaultListen = "127.0.0.1:8470"

// listenAddress is the value of --listen: host:port. An empty host means all
// addresses of the machine; port 0 means any free port.
type listenAddress string

// UnmarshalText implements [encoding.TextUnmarshaler] for kong.
func (l *listenAddress) UnmarshalText(text []byte) error {
	host, port, err := net.SplitHostPort(string(text))
	number, portErr := strconv.ParseUint(port, 10, 16)
	_ = number // only its range matters
	if err != nil || portErr != nil || strings.ContainsAny(host, " /@") {
		return fmt.Errorf("%q is not an address to listen on: write host:port or :port, such as 127.0.0.1:8080, 0.0.0.0:8080 or :8080", text)
	}
	*l = listenAddress(text)
	return nil
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
	listener, err := serve.Open(ctx, string(l))
	if err != nil {
		return nil, fmt.Errorf("%w: --listen %s: %s", wire.ErrUsage, l, listenError(err))
	}
	return listener, nil
}

// listenError explains why the program cannot listen on an address.
func listenError(err error) string {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return "another program listens there; stop it, or choose another port"
	case errors.Is(err, syscall.EACCES):
		return "this user may not open that port; choose one from 1024 on"
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return "this machine does not have that address"
	}
	if dns := (*net.DNSError)(nil); errors.As(err, &dns) {
		return "there is no host of that name"
	}
	return err.Error()
}

// hostname returns the host name of this machine; localhost if it has none.
func hostname() string {
	if name, err := os.Hostname(); err == nil && name != "" && !strings.Contains(name, " ") {
		return name
	}
	return "localhost"
}
