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
	// defaultPatience is how long a connection may be silent. The SDK tries a request three times.
	defaultPatience = time.Minute

	// workPatience is the same while the server copies or joins files: it may answer only when it
	// has done so.
	workPatience = 20 * time.Minute
)

// limited returns client with connections that end when they are silent for patience.
func limited(client *awshttp.BuildableClient, patience time.Duration) *awshttp.BuildableClient {
	return client.WithTransportOptions(func(t *http.Transport) {
		dial := t.DialContext
		t.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := dial(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return patientConn{conn, patience}, nil
		}
	})
}

// patientConn is a connection whose reads and writes fail when nothing has passed for patience.
type patientConn struct {
	net.Conn

	patience time.Duration
}

// Read implements [net.Conn].
func (c patientConn) Read(p []byte) (int, error) {
	if err := c.SetReadDeadline(time.Now().Add(c.patience)); err != nil {
		return 0, err //nolint:wrapcheck // of the connection
	}
	return c.Conn.Read(p) //nolint:wrapcheck // as net/http expects it
}

// Write implements [net.Conn]. It also extends the deadline of a read: the answer to a long
// upload is awaited from its beginning.
func (c patientConn) Write(p []byte) (int, error) {
	if err := c.SetDeadline(time.Now().Add(c.patience)); err != nil {
		return 0, err //nolint:wrapcheck // of the connection
	}
	return c.Conn.Write(p) //nolint:wrapcheck // as net/http expects it
}

// whileItWorks is the option of requests whose answer takes as long as the server's work.
func (s *Store) whileItWorks(o *sdk.Options) {
	if s.working != nil {
		o.HTTPClient = s.working
	}
}
