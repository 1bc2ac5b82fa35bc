package jobs

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
)

// secure returns the TLS configuration of a rediss…:// address; nil for others. The
// parameters ca, cert and key name PEM files, as the options of redis-cli do.
func secure(u *url.URL) (*tls.Config, error) {
	ca, cert, key := u.Query().Get("ca"), u.Query().Get("cert"), u.Query().Get("key")
	switch {
	case !strings.HasPrefix(u.Scheme, "rediss") && ca+cert+key != "":
		return nil, errors.New("has certificates, which need TLS: begin it with rediss instead of redis")
	case !strings.HasPrefix(u.Scheme, "rediss"):
		return nil, nil //nolint:nilnil // plain TCP has no configuration
	case (cert == "") != (key == ""):
		return nil, errors.New("has only one of cert and key: a client certificate needs both")
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if ca != "" {
		data, err := os.ReadFile(ca)
		if err != nil {
			return nil, fmt.Errorf("has a ca that cannot be read: %w", err)
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(data) {
			return nil, fmt.Errorf("has the ca %s, which is not a file with PEM certificates", ca)
		}
	}
	if cert != "" {
		load := func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			pair, err := tls.LoadX509KeyPair(cert, key)
			return &pair, err //nolint:wrapcheck // wrapped below
		}
		if _, err := load(nil); err != nil {
			return nil, fmt.Errorf("has a cert or key that cannot be used: %w", err)
		}
		config.GetClientCertificate = load // again for each connection, since certificates are renewed
	}
	return config, nil
}
