package wire

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"syscall"

	"proceedings/internal/serve"
)

// ListenAddress is the value of a flag: host:port. An empty host means all addresses
// of the machine; port 0 means any free port.
type ListenAddress string

// UnmarshalText implements [encoding.TextUnmarshaler] for kong.
func (l *ListenAddress) UnmarshalText(text []byte) error {
	host, port, err := net.SplitHostPort(string(text))
	number, portErr := strconv.ParseUint(port, 10, 16)
	_ = number // only its range matters
	if err != nil || portErr != nil || strings.ContainsAny(host, " /@") {
		return fmt.Errorf("%q is not an address to listen on: write host:port or :port, such as 127.0.0.1:8080, 0.0.0.0:8080 or :8080", text)
	}
	*l = ListenAddress(text)
	return nil
}

// Open listens on the address. flag is the name of the flag, for errors.
func (l ListenAddress) Open(ctx context.Context, flag string) (net.Listener, error) {
	listener, err := serve.Open(ctx, string(l))
	if err != nil {
		return nil, fmt.Errorf("%w: %s %s: %s", ErrUsage, flag, l, listenError(err))
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
