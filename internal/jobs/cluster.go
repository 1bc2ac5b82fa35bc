package jobs

import (
	"crypto/tls"
	"net/url"
	"strings"

	"github.com/hibiken/asynq"
)

// cluster is the connection to a Redis Cluster, which asynq's own addresses
// cannot name.
func cluster(u *url.URL, scheme string) (asynq.RedisConnOpt, error) {
	password, _ := u.User.Password()
	opt := asynq.RedisClusterClientOpt{
		Addrs: strings.Split(u.Host, ","), Username: u.User.Username(), Password: password,
		DialTimeout: dialTimeout, ReadTimeout: replyTimeout, WriteTimeout: replyTimeout,
	}
	if strings.HasPrefix(scheme, "rediss") {
		opt.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	return opt, nil
}
