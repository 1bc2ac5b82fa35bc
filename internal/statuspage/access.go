package statuspage

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"net"
	"net/http"
	"strings"
	"unicode/utf8"
)

// minPassword is the smallest number of characters of a password, and minDifferent that of
// different ones: whoever reaches the address can try many.
const (
	minPassword  = 16
	minDifferent = 6
)

// CheckPassword returns an error if a password is too easy to guess. An empty one means
// that there is none.
func CheckPassword(password string) error {
	if n := utf8.RuneCountInString(password); password != "" && n < minPassword {
		return fmt.Errorf("a password has at least %d characters, such as \"openssl rand -hex 16\" prints", minPassword)
	}
	different := map[rune]bool{}
	for _, r := range password {
		different[r] = true
	}
	if password != "" && len(different) < minDifferent {
		return fmt.Errorf("a password has at least %d different characters, such as \"openssl rand -hex 16\" prints", minDifferent)
	}
	return nil
}

// Local reports whether only programs on this machine reach an address to listen on,
// host:port.
func Local(address string) bool {
	host, _, err := net.SplitHostPort(address)
	return err == nil && isLoopback(host)
}

func isLoopback(host string) bool {
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// forwardedHeaders are set by reverse proxies. Their requests come from this machine, but
// perhaps for anybody.
func forwardedHeaders() []string {
	return []string{
		"Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Proto", "X-Forwarded-Server",
		"X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "X-Original-Host", "X-Envoy-External-Address",
		"CF-Connecting-IP", "Fastly-Client-IP", "Fly-Client-IP", "True-Client-IP",
	}
}

// refusal returns the status and the reason if a request may not be answered. A password
// protects requests from anywhere; without one, a request must come from a browser on this
// machine, and its host must be a loopback name, which no DNS server can change.
func refusal(r *http.Request, password string) (code int, reason string) {
	if password != "" {
		_, given, _ := r.BasicAuth()
		want, got := sha256.Sum256([]byte(password)), sha256.Sum256([]byte(given)) // of equal lengths
		if subtle.ConstantTimeCompare(want[:], got[:]) != 1 {
			return http.StatusUnauthorized, "this page needs the password of PROCEEDINGS_STATUS_PASSWORD; any user name will do"
		}
		return 0, ""
	}
	host := r.Host
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if !isLoopback(host) {
		return http.StatusForbidden, "open this page under 127.0.0.1, [::1] or localhost, or set a password"
	}
	for _, name := range forwardedHeaders() {
		if r.Header.Get(name) != "" {
			return http.StatusForbidden, "a reverse proxy needs a password: set PROCEEDINGS_STATUS_PASSWORD"
		}
	}
	return 0, ""
}
