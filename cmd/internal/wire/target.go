package wire

import (
	"fmt"

	"github.com/alecthomas/kong"
)

// Origin says where the value of a flag comes from. A later one beats an
// earlier one.
type Origin int

// The origins of a value.
const (
	Default     Origin = iota // the flag and its variable are not set
	Environment               // the variable is set
	CommandLine               // the flag is given
)

// Origins returns where each flag of a parsed command line, by name, has its
// value from. It is Default for a flag that the command does not have.
func Origins(parsed *kong.Context, getenv func(string) string) func(name string) Origin {
	origins := map[string]Origin{}
	for _, flag := range parsed.Flags() {
		for _, variable := range flag.Envs {
			if getenv(variable) != "" {
				origins[flag.Name] = Environment
			}
		}
	}
	for _, part := range parsed.Path {
		if part.Flag != nil && !part.Resolved {
			origins[part.Flag.Name] = CommandLine
		}
	}
	return func(name string) Origin { return origins[name] }
}

// UseServices decides whether a command works on services (a queue, a bucket)
// or on the data folder. Flags beat the environment; within the environment,
// services beat the data folder. services are the names of the flags that
// select services.
func UseServices(origin func(name string) Origin, services ...string) (bool, error) {
	data, chosen, by := origin("data"), Default, ""
	for _, name := range services {
		if o := origin(name); o > chosen {
			chosen, by = o, name
		}
	}
	switch {
	case chosen == CommandLine && data == CommandLine:
		return false, fmt.Errorf("%w: --data and --%s exclude each other: give --data for a data folder on this machine, or --%s for a running system", ErrUsage, by, by)
	case chosen == Default:
		return false, nil
	default:
		return chosen >= data, nil
	}
}
