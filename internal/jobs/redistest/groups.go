package redistest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// MasterName is the name that Sentinel uses for the master of [Failover].
const MasterName = "queue"

// Failover is a master with a replica, and the Sentinels that watch them.
type Failover struct {
	Master, Replica *Server
	Sentinels       []*Server
}

// StartFailover runs a master, a replica and three Sentinels. A dead master is replaced
// within seconds. The Sentinels have no password.
func StartFailover(t testing.TB, o Options) *Failover {
	t.Helper()
	f := &Failover{Master: o.start(t)}
	f.Replica = o.start(t, "--replicaof", "127.0.0.1 "+f.Master.Port)
	f.Replica.Until(t, "master_link_status:up", "info", "replication")
	for range 3 {
		file := filepath.Join(t.TempDir(), "sentinel.conf")
		config := []string{
			"sentinel monitor " + MasterName + " 127.0.0.1 " + f.Master.Port + " 2",
			"sentinel down-after-milliseconds " + MasterName + " 1000",
			"sentinel failover-timeout " + MasterName + " 3000",
		}
		if o.Password != "" {
			config = append(config, "sentinel auth-pass "+MasterName+" "+o.Password)
		}
		if err := os.WriteFile(file, []byte(strings.Join(config, "\n")+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		open := Options{TLS: o.TLS, ClientCerts: o.ClientCerts}
		f.Sentinels = append(f.Sentinels, open.start(t, file, "--sentinel"))
	}
	for _, s := range f.Sentinels { // each must know the others and the replica to agree on a failover
		s.Until(t, "num-other-sentinels\n2", "sentinel", "master", MasterName)
		s.Until(t, "num-slaves\n1", "sentinel", "master", MasterName)
	}
	return f
}

// Hosts returns the addresses of the Sentinels, separated by commas.
func (f *Failover) Hosts() string { return hosts(f.Sentinels) }

// Cluster is three masters without replicas.
type Cluster []*Server

// StartCluster runs a cluster.
func StartCluster(t testing.TB, o Options) Cluster {
	t.Helper()
	var c Cluster
	create := []string{"--cluster", "create"}
	for range 3 {
		// The default port of the cluster bus, 10000 higher, may be out of range.
		_, bus, _ := strings.Cut(freeAddress(t), ":")
		s := o.start(t, "--cluster-enabled", "yes", "--cluster-port", bus)
		c, create = append(c, s), append(create, s.Address)
	}
	c[0].Do(t, append(create, "--cluster-yes")...)
	for _, s := range c {
		s.Until(t, "cluster_state:ok", "cluster", "info")
	}
	return c
}

// Hosts returns the addresses of the servers, separated by commas.
func (c Cluster) Hosts() string { return hosts(c) }

func hosts(servers []*Server) string {
	var list []string
	for _, s := range servers {
		list = append(list, s.Address)
	}
	return strings.Join(list, ",")
}
