package s3

import (
	"context"
	"net"
	"net/http"
	"time"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	sdk "github.com/aws/aws-sdk-go-v2/service/s3"
)

// A server that stands still keeps its connections open, so nothing but a limit ends a request.
const (
	// defaultIdleTimeout ends a connection on which no byte passes. The SDK tries a request three
	// times.
	defaultIdleTimeout = time.Minute

	// slowIdleTimeout is the same for requests that the server may answer only when it has copied
	// or joined files.
	slowIdleTimeout = 20 * time.Minute
)

// withIdleTimeout returns client with connections that end when no byte passes for that time.
func withIdleTimeout(client *awshttp.BuildableClient, timeout time.Duration) *awshttp.BuildableClient {
	return client.WithTransportOptions(func(t *http.Transport) {
		dial := t.DialContext
		t.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := dial(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return idleTimeoutConn{conn, timeout}, nil
		}
	})
}

// idleTimeoutConn is a connection whose reads and writes fail when no byte passes for that time.
type idleTimeoutConn struct {
	net.Conn

	timeout time.Duration
}

// Read implements [net.Conn].
func (c idleTimeoutConn) Read(p []byte) (int, error) {
	if err := c.SetReadDeadline(time.Now().Add(c.timeout)); err != nil {
		return 0, err //nolint:wrapcheck // of the connection
	}
	return c.Conn.Read(p) //nolint:wrapcheck // as net/http expects it
}

// Write implements [net.Conn]. It also extends the deadline of a read: the answer to a long
// upload is awaited from its beginning.
func (c idleTimeoutConn) Write(p []byte) (int, error) {
	if err := c.SetDeadline(time.Now().Add(c.timeout)); err != nil {
		return 0, err //nolint:wrapcheck // of the connection
	}
	return c.Conn.Write(p) //nolint:wrapcheck // as net/http expects it
}

// slowAnswer is the option of requests that the server may answer only when it has copied or joined
// files.
func (s *Store) slowAnswer(o *sdk.Options) {
	if s.slow != nil {
		o.HTTPClient = s.slow
	}
}
