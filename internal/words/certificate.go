package words

import (
	"crypto/x509"
	"errors"
)

// certificate returns what is wrong with the certificate of a server; empty if err has
// another cause.
func certificate(err error) string {
	if _, is := errors.AsType[x509.UnknownAuthorityError](err); is {
		return "its TLS certificate is of an authority that this machine does not trust"
	}
	if _, is := errors.AsType[x509.HostnameError](err); is {
		return "its TLS certificate is for another name"
	}
	if invalid, is := errors.AsType[x509.CertificateInvalidError](err); is {
		if invalid.Reason == x509.Expired {
			return "its TLS certificate has expired or is not valid yet"
		}
		return "its TLS certificate is not valid"
	}
	return ""
}

// Untrusted explains an error that a server's certificate caused, and what to do; empty if
// err has another cause. setting is what names further authorities, like
// "SSL_CERT_FILE". Waiting does not cure such an error.
func Untrusted(err error, setting string) string {
	wrong := certificate(err)
	if _, is := errors.AsType[x509.UnknownAuthorityError](err); is {
		return wrong + ": set " + setting + " to a PEM file with the authority's certificate"
	}
	return wrong
}
