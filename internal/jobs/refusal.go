package jobs

import (
	"errors"
	"regexp"
	"strings"

	"github.com/redis/go-redis/v9"

	"proceedings/internal/words"
)

// refusal returns what a server refuses and how to cure it, as a predicate about Redis; ""
// for errors that may pass. go-redis wraps the replies of servers and joins those of
// several Sentinels, so that a reply may stand anywhere in the text.
func refusal(err error) string {
	text := err.Error()
	if denied := denied.FindStringSubmatch(text); denied != nil {
		return "denies this user the command " + strings.ToUpper(denied[1]) + ": docs/servers.md lists the commands to allow"
	}
	for _, known := range [][2]string{
		{"WRONGPASS", "refused the password: check it in --redis, PROCEEDINGS_REDIS or PROCEEDINGS_REDIS_PASSWORD"},
		{"NOAUTH", "requires a password: set PROCEEDINGS_REDIS_PASSWORD, or write redis://:password@host:6379/0"},
		{"of the keys", "denies this user its keys: allow ~asynq:* and ~proceedings:* (ACL SETUSER)"},
		{"of the channels", "denies this user its channel: allow &asynq:cancel (ACL SETUSER)"},
		{"NOPERM", "denies this user what it needs: docs/servers.md lists what to allow"},
		{"DENIED", "accepts connections of its own machine only: set a password for it, or protected-mode no"},
		{"ERR DB index", "has no database with that number: change the number at the end of the address"},
		{"cluster support disabled", "is not a cluster: begin the address with redis:// or rediss://"},
		{"MOVED", "is a part of a cluster: begin the address with redis-cluster:// or rediss-cluster://"},
		{"not allowed in cluster mode", "is a part of a cluster: begin the address with redis-cluster:// or rediss-cluster://, without a number at the end"},
		{"unknown command 'sentinel'", "is not Sentinel: begin the address with redis:// or rediss://, or name the port of Sentinel"},
		{"unknown command", "does not know a command: it is older than Redis 7.0, or is it Sentinel? Then begin the address with redis-sentinel:// or rediss-sentinel://"},
		{"tls: certificate required", "requires a client certificate: add ?cert= and &key= with PEM files to the address"},
		{"remote error: tls", "refuses the client certificate: check ?cert= and &key= in the address"},
	} {
		if strings.Contains(text, known[0]) {
			return known[1]
		}
	}
	if errors.Is(err, redis.Nil) { // only the answer of Sentinel gets here
		return "has no master of that name: check ?master= in the address"
	}
	if wrong := words.Untrusted(err, "SSL_CERT_FILE, or ?ca= in the address,"); wrong != "" {
		return "cannot be trusted: " + wrong
	}
	return ""
}

// denied matches the command that an ACL denies.
var denied = regexp.MustCompile(`no permissions to run the '([^']+)' command`)
