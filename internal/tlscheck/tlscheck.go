// Package tlscheck finds out whether a server speaks TLS. A client that guesses wrong
// waits for an answer or finds the connection closed, as if the server were away.
package tlscheck

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"time"
)

// timeout bounds the whole conversation.
const timeout = 2 * time.Second

// SpeaksTLS reports whether the server at an address, host:port, answers a TLS handshake,
// whatever its certificate.
func SpeaksTLS(ctx context.Context, address string) bool {
	err := Handshake(ctx, address, &tls.Config{InsecureSkipVerify: true}) //nolint:gosec // nothing is sent
	alert := (*net.OpError)(nil)                                          // such as the demand for a client certificate
	return err == nil || errors.As(err, &alert) && alert.Op == "remote error"
}

// Handshake connects to an address with TLS and closes the connection.
func Handshake(ctx context.Context, address string, config *tls.Config) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	conn, err := (&tls.Dialer{Config: config}).DialContext(ctx, "tcp", address)
	if err != nil {
		return err //nolint:wrapcheck // the caller knows the address
	}
	return conn.Close() //nolint:wrapcheck // see above
}

// Answers reports whether the server answers a line of plain text.
func Answers(ctx context.Context, address, line string) bool {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil {
		return false
	}
	defer func() { _ = conn.Close() }()
	if err = conn.SetDeadline(time.Now().Add(timeout)); err != nil {
		return false
	}
	if _, err = conn.Write([]byte(line)); err != nil {
		return false
	}
	n, _ := conn.Read(make([]byte, 1)) // an error comes without data
	return n == 1
}
