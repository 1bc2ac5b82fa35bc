package words_test

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"testing"

	"proceedings/internal/words"
)

func TestNetwork(t *testing.T) {
	t.Parallel()

	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	tests := []struct {
		err  error
		want string
	}{
		{dial(os.NewSyscallError("connect", syscall.ECONNREFUSED)), "connection refused"},
		{dial(os.NewSyscallError("connect", syscall.ENOENT)), "there is no such socket"},
		{fmt.Errorf("read: %w", io.EOF), "the connection was closed"},
		{fmt.Errorf("ping: %w", context.DeadlineExceeded), "no answer in time"},
		{dial(os.ErrDeadlineExceeded), "no answer in time"},
		{dial(&net.DNSError{Err: "no such host", Name: "s3", IsNotFound: true}), "there is no host of that name"},
		{fmt.Errorf("tls: %w", x509.UnknownAuthorityError{}), "its TLS certificate is of an authority that this machine does not trust"},
		{fmt.Errorf("tls: %w", x509.HostnameError{Certificate: new(x509.Certificate)}), "its TLS certificate is for another name"},
		{fmt.Errorf("tls: %w", x509.CertificateInvalidError{Reason: x509.Expired}), "its TLS certificate has expired or is not valid yet"},
		{fmt.Errorf("tls: %w", x509.CertificateInvalidError{Reason: x509.NotAuthorizedToSign}), "its TLS certificate is not valid"},
		{errors.New("http: server gave HTTP response to HTTPS client"), "it does not speak TLS"},
		{errors.New("net/http: HTTP/1.x transport connection broken: malformed HTTP response"), "another kind of server answers there"},
		{errors.New("something of a library's own"), "the connection failed"},
	}
	for _, tt := range tests {
		t.Run(tt.want, func(t *testing.T) {
			t.Parallel()
			if got := words.Network(tt.err); got != tt.want {
				t.Errorf("Network(%v) = %q, want %q", tt.err, got, tt.want)
			}
		})
	}
}

func TestUntrusted(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]error{
		"": errors.New("connection refused"),
		"its TLS certificate is of an authority that this machine does not trust: set SSL_CERT_FILE to a PEM file with the authority's certificate": fmt.Errorf("dial: %w", x509.UnknownAuthorityError{}),
		"its TLS certificate is not valid": fmt.Errorf("dial: %w", x509.CertificateInvalidError{Reason: x509.NotAuthorizedToSign}),
	} {
		if got := words.Untrusted(err, "SSL_CERT_FILE"); got != want {
			t.Errorf("Untrusted(%v) = %q, want %q", err, got, want)
		}
	}
}
