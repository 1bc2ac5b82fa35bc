package jobs

import (
	"errors"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/hibiken/asynq"
)

// schemes lists the supported URL schemes.
const schemes = "redis://, rediss://, redis-socket://, redis-sentinel://, rediss-sentinel://, redis-cluster:// or rediss-cluster://"

// parse parses an address and reads the certificates that it names. Its errors are
// predicates that never quote the address, since a password may be in any part. asynq's
// own parser supports neither user names nor clusters.
func parse(address string) (asynq.RedisConnOpt, error) {
	scheme, _, _ := strings.Cut(address, "://")
	u, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("is not a valid URL; percent-encode special characters of the password, such as %40 for @")
	}
	if err = checkParameters(u); err != nil {
		return nil, err
	}
	password, _ := u.User.Password()
	switch scheme {
	case "redis", "rediss":
		return server(u, password)
	case "redis-socket":
		return socket(u, password)
	case "redis-sentinel", "rediss-sentinel":
		return sentinel(u, password)
	case "redis-cluster", "rediss-cluster":
		return cluster(u, password)
	default:
		return nil, errors.New("does not begin with " + schemes)
	}
}

// checkParameters refuses parameters that do not exist: with a misspelt ca, for example, all
// authorities of the system would be trusted.
func checkParameters(u *url.URL) error {
	known := []string{"ca", "cert", "key"}
	switch {
	case u.Scheme == "redis-socket":
		known = []string{"db"}
	case strings.HasSuffix(u.Scheme, "sentinel"):
		known = append(known, "master", "sentinel-user", "sentinel-password")
	}
	for name := range u.Query() {
		if !slices.Contains(known, name) {
			return errors.New("has a parameter after the question mark that is none of " + strings.Join(known, ", "))
		}
	}
	return nil
}

func server(u *url.URL, password string) (asynq.RedisConnOpt, error) {
	hosts, err := hosts(u, "6379")
	if err != nil {
		return nil, err
	}
	if len(hosts) > 1 {
		return nil, errors.New("names several servers: use redis-sentinel:// or redis-cluster://")
	}
	db, err := database(strings.Trim(u.Path, "/"))
	if err != nil {
		return nil, err
	}
	secure, err := secure(u)
	return asynq.RedisClientOpt{
		Addr: hosts[0], Username: u.User.Username(), Password: password, DB: db, TLSConfig: secure,
		DialTimeout: dialTimeout, ReadTimeout: replyTimeout, WriteTimeout: replyTimeout,
	}, err
}

func socket(u *url.URL, password string) (asynq.RedisConnOpt, error) {
	if u.Path == "" || u.Host != "" {
		return nil, errors.New("names no socket: write redis-socket:///path/redis.sock, with three slashes")
	}
	db, err := database(u.Query().Get("db"))
	return asynq.RedisClientOpt{
		Network: "unix", Addr: u.Path, Username: u.User.Username(), Password: password, DB: db,
		DialTimeout: dialTimeout, ReadTimeout: replyTimeout, WriteTimeout: replyTimeout,
	}, err
}

// sentinel parses the address of servers behind Sentinel. User and password are for
// the servers; Sentinel may have its own. Certificates are for both.
func sentinel(u *url.URL, password string) (asynq.RedisConnOpt, error) {
	hosts, err := hosts(u, "26379")
	if err != nil {
		return nil, err
	}
	master := u.Query().Get("master")
	if master == "" {
		return nil, errors.New("names no master: add ?master= with the name that Sentinel uses")
	}
	db, err := database(strings.Trim(u.Path, "/"))
	if err != nil {
		return nil, err
	}
	secure, err := secure(u)
	return asynq.RedisFailoverClientOpt{
		MasterName: master, SentinelAddrs: hosts,
		SentinelUsername: u.Query().Get("sentinel-user"), SentinelPassword: u.Query().Get("sentinel-password"),
		Username: u.User.Username(), Password: password, DB: db, TLSConfig: secure,
		DialTimeout: dialTimeout, ReadTimeout: replyTimeout, WriteTimeout: replyTimeout,
	}, err
}

func cluster(u *url.URL, password string) (asynq.RedisConnOpt, error) {
	hosts, err := hosts(u, "6379")
	if err != nil {
		return nil, err
	}
	if strings.Trim(u.Path, "/") != "" {
		return nil, errors.New("names a database, which a cluster does not have: remove the number at the end")
	}
	secure, err := secure(u)
	return asynq.RedisClusterClientOpt{
		Addrs: hosts, Username: u.User.Username(), Password: password, TLSConfig: secure,
		DialTimeout: dialTimeout, ReadTimeout: replyTimeout, WriteTimeout: replyTimeout,
	}, err
}

// hosts returns the servers in u, with port as the default port.
func hosts(u *url.URL, port string) ([]string, error) {
	var list []string
	for host := range strings.SplitSeq(u.Host, ",") {
		name, given, err := net.SplitHostPort(host)
		if err != nil { // no port
			name, given = strings.Trim(host, "[]"), port
		}
		if name == "" || given == "" {
			return nil, errors.New("names no host, or a port without a host")
		}
		list = append(list, net.JoinHostPort(name, given))
	}
	return list, nil
}

func database(number string) (int, error) {
	if number == "" {
		return 0, nil
	}
	db, err := strconv.ParseUint(number, 10, 16)
	if err != nil {
		return 0, errors.New("has a database that is not a number: write …/0")
	}
	return int(db), nil
}

// WithPassword adds a password to an address without one.
func WithPassword(address, password string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return address, nil //nolint:nilerr // OpenRedis explains what is wrong
	}
	if _, has := u.User.Password(); has {
		return "", errors.New("the address of Redis contains a password already: remove one of them")
	}
	u.User = url.UserPassword(u.User.Username(), password)
	return u.String(), nil
}

// redact removes credentials and parameters from an address, for messages.
func redact(address string) string {
	scheme, rest, found := strings.Cut(address, "://")
	if !found {
		scheme, rest = "", address
	} else {
		scheme += "://"
	}
	rest, _, _ = strings.Cut(rest, "?")
	if at := strings.LastIndex(rest, "@"); at >= 0 {
		rest = "…" + rest[at:]
	}
	return scheme + rest
}
