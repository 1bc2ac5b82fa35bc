package jobs

import (
	"errors"
	"strings"
	"testing"

	"proceedings/internal/jobs/redistest"
	"proceedings/internal/tlstest"
)

// goesOn reports whether a program that gets err goes on: the server works, or it is away
// and the program waits for it.
func goesOn(err error) bool { return err == nil || errors.Is(err, ErrUnavailable) }

// TestRefusalsEndAtOnce connects to real servers in wrong ways. No error is
// [ErrUnavailable], which programs wait for.
func TestRefusalsEndAtOnce(t *testing.T) {
	t.Parallel()
	ca, other := tlstest.New(t), tlstest.New(t)
	trust, stranger := "?ca="+ca.File, other.Issue(t)
	plain := redistest.Start(t, redistest.Options{Password: "secret"})
	secure := redistest.Start(t, redistest.Options{Password: "secret", TLS: ca})
	mutual := redistest.Start(t, redistest.Options{TLS: ca, ClientCerts: true})
	watched := redistest.StartFailover(t, redistest.Options{Password: "secret"})
	watchedTLS := redistest.StartFailover(t, redistest.Options{Password: "secret", TLS: ca})
	cluster := redistest.StartCluster(t, redistest.Options{Password: "secret"})
	clusterTLS := redistest.StartCluster(t, redistest.Options{Password: "secret", TLS: ca})
	tests := []struct{ name, address, words string }{
		{"a wrong password", "redis://:wrong@" + plain.Address, "refused the password"},
		{"a wrong user", "redis://bob:secret@" + plain.Address, "refused the password"},
		{"no password", "redis://" + plain.Address, "requires a password: set PROCEEDINGS_REDIS_PASSWORD"},
		{"a database that is not there", "redis://:secret@" + plain.Address + "/99", "has no database with that number"},
		{"TLS to a plain port", "rediss://:secret@" + plain.Address, "does not speak TLS: begin the address with redis instead of rediss"},
		{"plain to a TLS port", "redis://:secret@" + secure.Address, "requires TLS: begin the address with rediss instead of redis"},
		{"an unknown authority", "rediss://:secret@" + secure.Address, "set SSL_CERT_FILE, or ?ca= in the address,"},
		{"another authority", "rediss://:secret@" + secure.Address + "?ca=" + other.File, "set SSL_CERT_FILE"},
		{"no client certificate", "rediss://" + mutual.Address + trust, "requires a client certificate: add ?cert= and &key="},
		{"a strange client certificate", "rediss://" + mutual.Address + trust + "&cert=" + stranger.Cert + "&key=" + stranger.Key, "refuses the client certificate"},
		{"Sentinel with a wrong password", "redis-sentinel://:wrong@" + watched.Hosts() + "?master=queue", "refused the password"},
		{"Sentinel without a password", "redis-sentinel://" + watched.Hosts() + "?master=queue", "requires a password"},
		{"Sentinel with a wrong name", "redis-sentinel://:secret@" + watched.Hosts() + "?master=que", "has no master of that name: check ?master="},
		{"Sentinel where there is none", "redis-sentinel://:secret@" + plain.Address + "?master=queue", "is not Sentinel"},
		{"Sentinel as a server", "redis://" + watched.Sentinels[0].Address, "is it Sentinel?"},
		{"plain to Sentinel with TLS", "redis-sentinel://:secret@" + watchedTLS.Hosts() + "?master=queue", "requires TLS"},
		{"TLS to plain Sentinel", "rediss-sentinel://:secret@" + watched.Hosts() + "?master=queue", "does not speak TLS"},
		{"Sentinel of an unknown authority", "rediss-sentinel://:secret@" + watchedTLS.Hosts() + "?master=queue", "set SSL_CERT_FILE"},
		{"Cluster with a wrong password", "redis-cluster://:wrong@" + cluster.Hosts(), "refused the password"},
		{"Cluster without a password", "redis-cluster://" + cluster.Hosts(), "requires a password"},
		{"Cluster where there is none", "redis-cluster://:secret@" + plain.Address, "is not a cluster"},
		{"a part of a cluster", "redis://:secret@" + cluster[1].Address, "is a part of a cluster: begin the address with redis-cluster://"},
		{"a part of a cluster with a database", "redis://:secret@" + cluster[1].Address + "/1", "is a part of a cluster"},
		{"plain to Cluster with TLS", "redis-cluster://:secret@" + clusterTLS.Hosts(), "requires TLS"},
		{"TLS to plain Cluster", "rediss-cluster://:secret@" + cluster.Hosts(), "does not speak TLS"},
		{"Cluster of an unknown authority", "rediss-cluster://:secret@" + clusterTLS.Hosts(), "set SSL_CERT_FILE"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			err := open(t, tt.address).Check(t.Context())
			if goesOn(err) || !strings.Contains(err.Error(), tt.words) {
				t.Fatalf("err = %v, want one with %q that no program waits for", err, tt.words)
			}
			if strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "wrong@") {
				t.Errorf("the error contains the password: %v", err)
			}
		})
	}
}
