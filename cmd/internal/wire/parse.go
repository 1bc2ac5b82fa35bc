package wire

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
)

// Parse parses args so that flags beat the environment: a variable is read only
// if it is not empty and its flag is not given. Else a wrong PROCEEDINGS_GRACE
// would fail a command that sets --grace.
func Parse(parser *kong.Kong, args []string, getenv func(string) string) (*kong.Context, error) {
	ignoreVariables(parser.Model.Node, args, getenv)
	parsed, err := parser.Parse(args)
	if err != nil {
		return nil, fmt.Errorf("%w: %s", ErrUsage, goWords.ReplaceAllString(err.Error(), ""))
	}
	return parsed, nil
}

// goWords is what the standard library adds to kong's own message.
var goWords = regexp.MustCompile(`: (time: (invalid|missing|unknown)[^"]*"[^"]*"( in duration "[^"]*")?|strconv\.\w+: parsing "[^"]*": [a-z ]+)`)

// ignoreVariables removes the variables that do not count from the flags of n and
// its commands.
func ignoreVariables(n *kong.Node, args []string, getenv func(string) string) {
	for _, flag := range n.Flags {
		given := slices.ContainsFunc(args, func(arg string) bool {
			name, _, _ := strings.Cut(arg, "=")
			return name == "--"+flag.Name
		})
		flag.Value.Tag.Envs = slices.DeleteFunc(flag.Value.Tag.Envs, func(variable string) bool {
			return given || getenv(variable) == ""
		})
	}
	for _, command := range n.Children {
		ignoreVariables(command, args, getenv)
	}
}
