package e2e_test

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// The addresses of the services as workers in networks of their own reach them.
const (
	redisAddress = "10.213.0.1"
	s3Address    = "10.213.0.2"
)

// cuts are the scenarios in which a worker loses connections without being told: packets
// vanish for longer than its leases last.
func cuts() []scenario {
	cut := func(begin, end func(*testing.T, int)) func(*chaos) {
		return func(c *chaos) {
			c.pause(4 * time.Second)
			n := 1 + c.rand.IntN(2)
			begin(c.t, n)
			time.Sleep(50 * time.Second)
			end(c.t, n)
		}
	}
	route := func(verb, address string) func(*testing.T, int) {
		return func(t *testing.T, n int) {
			t.Helper()
			ip(t, "-n", networkName(n), "route", verb, "blackhole", address+"/32")
		}
	}
	link := func(state string) func(*testing.T, int) {
		return func(t *testing.T, n int) {
			t.Helper()
			ip(t, "link", "set", cable(n), state)
			if state == "up" {
				ip(t, "-n", networkName(n), "route", "replace", "default", "via", hostEnd(n))
			}
		}
	}
	return []scenario{
		{name: "worker cut off", needs: networks, disturb: cut(link("down"), link("up"))},
		{name: "worker cut off from Redis", needs: networks, disturb: cut(route("add", redisAddress), route("del", redisAddress))},
		{name: "worker cut off from S3", needs: networks, disturb: cut(route("add", s3Address), route("del", s3Address))},
	}
}

func networkName(n int) string { return fmt.Sprintf("proceedings%d", n) }
func cable(n int) string       { return fmt.Sprintf("proceedings%d", n) } // the host's end
func hostEnd(n int) string     { return fmt.Sprintf("10.213.%d.1", n) }

// hostAddresses gives the host two addresses for the services.
func hostAddresses(t *testing.T) (redis, s3 string) {
	t.Helper()
	for _, address := range []string{redisAddress, s3Address} {
		_ = exec.Command("ip", "addr", "del", address+"/32", "dev", "lo").Run() // of a run that was killed
		ip(t, "addr", "add", address+"/32", "dev", "lo")
		t.Cleanup(func() { ip(t, "addr", "del", address+"/32", "dev", "lo") })
	}
	return redisAddress, s3Address
}

// inNetwork makes a network that has only a cable to the host, and returns the command that
// runs a worker in it.
func inNetwork(t *testing.T, n int) []string {
	t.Helper()
	name := networkName(n)
	_ = exec.Command("ip", "netns", "del", name).Run() // of a run that was killed
	_ = exec.Command("ip", "link", "del", cable(n)).Run()
	ip(t, "netns", "add", name)
	t.Cleanup(func() {
		ip(t, "link", "del", cable(n)) // the kernel deletes it some time after the network
		ip(t, "netns", "del", name)
	})
	ip(t, "link", "add", cable(n), "type", "veth", "peer", "name", "host", "netns", name)
	ip(t, "addr", "add", hostEnd(n)+"/30", "dev", cable(n))
	ip(t, "link", "set", cable(n), "up")
	ip(t, "-n", name, "addr", "add", fmt.Sprintf("10.213.%d.2/30", n), "dev", "host")
	ip(t, "-n", name, "link", "set", "host", "up")
	ip(t, "-n", name, "link", "set", "lo", "up")
	ip(t, "-n", name, "route", "add", "default", "via", hostEnd(n))
	return []string{"ip", "netns", "exec", name, filepath.Join(programs, "worker")}
}

func ip(t *testing.T, args ...string) {
	t.Helper()
	if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
		t.Errorf("ip %v: %v: %s", args, err, out)
	}
}
