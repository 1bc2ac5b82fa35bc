package wire

import (
	"cmp"
	"os"
	"os/user"
)

// User names the user of a command in the events of meetings: user@host.
func User() string {
	name := "user"
	if u, err := user.Current(); err == nil {
		name = cmp.Or(u.Username, u.Uid)
	}
	return name + "@" + host()
}

// WorkerName names a worker in the events of meetings.
func WorkerName() string { return "worker " + host() }

func host() string {
	name, _ := os.Hostname()
	return cmp.Or(name, "unknown host")
}
