package jobs

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hibiken/asynq"

	"proceedings/internal/tlstest"
)

func TestParse(t *testing.T) {
	t.Parallel()
	plain := asynq.RedisClientOpt{DialTimeout: dialTimeout, ReadTimeout: replyTimeout, WriteTimeout: replyTimeout}
	one := func(change func(*asynq.RedisClientOpt)) asynq.RedisConnOpt {
		opt := plain
		change(&opt)
		return opt
	}
	tests := []struct {
		name, address string
		want          asynq.RedisConnOpt
	}{
		{"one server", "redis://queue:6380", one(func(o *asynq.RedisClientOpt) { o.Addr = "queue:6380" })},
		{"the default port", "redis://queue", one(func(o *asynq.RedisClientOpt) { o.Addr = "queue:6379" })},
		{"an IPv6 address", "redis://[::1]/", one(func(o *asynq.RedisClientOpt) { o.Addr = "[::1]:6379" })},
		{"a database, a user and a password", "redis://bob:s%40cret@queue/3", one(func(o *asynq.RedisClientOpt) {
			o.Addr, o.DB, o.Username, o.Password = "queue:6379", 3, "bob", "s@cret"
		})},
		{"a password only", "redis://:secret@queue", one(func(o *asynq.RedisClientOpt) { o.Addr, o.Password = "queue:6379", "secret" })},
		{"a unix socket", "redis-socket:///run/redis.sock", one(func(o *asynq.RedisClientOpt) { o.Network, o.Addr = "unix", "/run/redis.sock" })},
		{"a unix socket with a password", "redis-socket://:secret@/run/redis.sock?db=2", one(func(o *asynq.RedisClientOpt) {
			o.Network, o.Addr, o.DB, o.Password = "unix", "/run/redis.sock", 2, "secret"
		})},
		{"Sentinel", "redis-sentinel://bob:secret@h1,h2:26380/1?master=main&sentinel-password=other", asynq.RedisFailoverClientOpt{
			MasterName: "main", SentinelAddrs: []string{"h1:26379", "h2:26380"}, SentinelPassword: "other",
			Username: "bob", Password: "secret", DB: 1,
			DialTimeout: dialTimeout, ReadTimeout: replyTimeout, WriteTimeout: replyTimeout,
		}},
		{"Sentinel with a user", "redis-sentinel://h1?master=main&sentinel-user=eve&sentinel-password=other", asynq.RedisFailoverClientOpt{
			MasterName: "main", SentinelAddrs: []string{"h1:26379"}, SentinelUsername: "eve", SentinelPassword: "other",
			DialTimeout: dialTimeout, ReadTimeout: replyTimeout, WriteTimeout: replyTimeout,
		}},
		{"a cluster", "redis-cluster://bob:secret@h1:7000,h2:7001", asynq.RedisClusterClientOpt{
			Addrs: []string{"h1:7000", "h2:7001"}, Username: "bob", Password: "secret",
			DialTimeout: dialTimeout, ReadTimeout: replyTimeout, WriteTimeout: replyTimeout,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := parse(tt.address)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("parse(%q) (-want +got):\n%s", tt.address, diff)
			}
		})
	}
}

func TestParseSecure(t *testing.T) {
	t.Parallel()
	ca := tlstest.New(t)
	pair := ca.Issue(t)
	for _, address := range []string{"rediss://queue?", "rediss-sentinel://h1,h2?master=main", "rediss-cluster://h1,h2?"} {
		opt, err := parse(address)
		if _, config := endpoints(opt); err != nil || config == nil || config.RootCAs != nil || config.GetClientCertificate != nil {
			t.Errorf("parse(%q) = %+v, %v; want TLS with the system's authorities", address, opt, err)
		}
		opt, err = parse(address + "&ca=" + ca.File + "&cert=" + pair.Cert + "&key=" + pair.Key)
		if _, config := endpoints(opt); err != nil || config == nil || config.RootCAs == nil || config.GetClientCertificate == nil {
			t.Errorf("parse(%q) with certificates = %+v, %v", address, opt, err)
		}
	}
}

func TestInvalidAddressesAreRefused(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, address, words string }{
		{"an empty address", "", "does not begin with redis://"},
		{"a host and port only", "localhost:6379", "does not begin with redis://"},
		{"another scheme", "http://bob:secret@queue", "does not begin with redis://"},
		{"a password in front of a host", "bob:secret@queue:6379", "does not begin with redis://"},
		{"a password without a scheme", ":secret@queue:6379", "is not a valid URL"},
		{"slashes without a scheme", "//bob:secret@queue", "does not begin with redis://"},
		{"a percent sign in the password", "redis://bob:secret%zz@queue", "is not a valid URL"},
		{"a slash in the password", "redis://bob:sec/secret@queue", "is not a valid URL"},
		{"a space in the host", "redis://bob:secret@que ue", "is not a valid URL"},
		{"no host", "redis://", "names no host"},
		{"a port without a host", "redis://:6379", "names no host"},
		{"two servers", "redis://bob:secret@h1,h2", "names several servers: use redis-sentinel://"},
		{"a database name", "redis://bob:secret@queue/main", "has a database that is not a number"},
		{"a database below zero", "redis://queue/-1", "has a database that is not a number"},
		{"no socket", "redis-socket://", "names no socket"},
		{"a socket with two slashes", "redis-socket://run/redis.sock", "names no socket"},
		{"a database name for a socket", "redis-socket:///run/redis.sock?db=x", "has a database that is not a number"},
		{"Sentinel without a master", "redis-sentinel://bob:secret@h1,h2", "names no master"},
		{"Sentinel with a password that is not last", "redis-sentinel://h1?sentinel-password=secret", "names no master"},
		{"Sentinel without a host", "redis-sentinel://?master=main", "names no host"},
		{"a cluster with a database", "redis-cluster://bob:secret@h1/1", "names a database, which a cluster does not have"},
		{"certificates without TLS", "redis://h1?ca=ca.pem", "has certificates, which need TLS"},
		{"a certificate without a key", "rediss://h1?cert=cert.pem", "has only one of cert and key"},
		{"an authority that is missing", "rediss://h1?ca=/nowhere/ca.pem", "has a ca that cannot be read: open /nowhere/ca.pem"},
		{"an authority that is none", "rediss://h1?ca=address_test.go", "is not a file with PEM certificates"},
		{"a certificate that is none", "rediss://h1?cert=address_test.go&key=address_test.go", "has a cert or key that cannot be used"},
		{"a parameter that does not exist", "rediss://h1?cafile=ca.pem", "none of ca, cert, key"},
		{"a parameter of Sentinel for one server", "redis://h1?master=main", "none of ca, cert, key"},
		{"a parameter of a server for a socket", "redis-socket:///run/redis.sock?ca=ca.pem", "none of db"},
		{"a question mark in the password", "redis://:pass?word@h1", "is not a valid URL"},
		{"a cluster without a host", "redis-cluster://bob:secret@", "names no host"},
		{"a cluster with an empty host", "redis-cluster://h1,,h2", "names no host"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r, err := OpenRedis(tt.address)
			if err == nil {
				_ = r.Close()
				t.Fatalf("OpenRedis(%q) accepts it", tt.address)
			}
			if !strings.Contains(err.Error(), tt.words) {
				t.Errorf("OpenRedis(%q) = %v, want %q", tt.address, err, tt.words)
			}
			if strings.Contains(err.Error(), "secret@") || strings.Contains(err.Error(), "secret%") || strings.Contains(err.Error(), "=secret") {
				t.Errorf("the error contains the password: %q", err)
			}
		})
	}
}

func TestPingErrorHidesThePassword(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"redis://bob:secret@127.0.0.1:1", "redis-socket://:secret@/nowhere/redis.sock",
		"redis-sentinel://bob:secret@127.0.0.1:1?master=main&sentinel-password=secret", "redis-cluster://bob:secret@127.0.0.1:1",
	} {
		t.Run(address, func(t *testing.T) {
			t.Parallel()
			r, err := OpenRedis(address)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = r.Close() }() // nothing was connected
			err = r.Ping(t.Context())
			if !errors.Is(err, ErrUnavailable) || strings.Contains(err.Error(), "secret") ||
				!strings.Contains(err.Error(), "127.0.0.1:1") && !strings.Contains(err.Error(), "/nowhere/redis.sock") {
				t.Errorf("err = %v, want one with the address and without the password", err)
			}
		})
	}
}
