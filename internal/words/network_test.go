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
		{fmt.Errorf("tls: %w", x509.UnknownAuthorityError{}), "its TLS certificate is not valid for this address"},
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
