package words

import (
	"context"
	"errors"
	"io"
	"strings"
	"syscall"
)

// Network is why a server cannot be reached or understood, without the words of
// the library that found out.
func Network(err error) string {
	for _, known := range []struct {
		is   error
		text string
	}{
		{syscall.ECONNREFUSED, "connection refused"},
		{syscall.ECONNRESET, "the connection was closed"},
		{syscall.EPIPE, "the connection was closed"},
		{io.EOF, "the connection was closed"},
		{io.ErrUnexpectedEOF, "the connection was closed"},
		{syscall.EHOSTUNREACH, "there is no way to that host"},
		{syscall.ENETUNREACH, "there is no way to that network"},
		{syscall.ENOENT, "there is no such socket"},
		{syscall.EACCES, "permission denied"},
		{context.DeadlineExceeded, "no answer in time"},
	} {
		if errors.Is(err, known.is) {
			return known.text
		}
	}
	if late, ok := errors.AsType[interface {
		error
		Timeout() bool
	}](err); ok && late.Timeout() {
		return "no answer in time"
	}
	if wrong := certificate(err); wrong != "" {
		return wrong
	}
	text := err.Error()
	switch {
	case strings.Contains(text, "no such host"):
		return "there is no host of that name"
	case strings.Contains(text, "HTTP response to HTTPS"), strings.Contains(text, "first record does not look like a TLS"):
		return "it does not speak TLS"
	case strings.Contains(text, "malformed HTTP"), strings.Contains(text, "parse map reply"):
		return "another kind of server answers there"
	}
	return "the connection failed"
}
