package jobs

import (
	"context"
	"crypto/tls"

	"github.com/hibiken/asynq"

	"proceedings/internal/tlscheck"
)

// diagnose returns what is wrong with the way in which this connection uses TLS, as a
// predicate; "" if nothing is. A server that is spoken to in the wrong way is silent or
// closes the connection.
func (r *Redis) diagnose(ctx context.Context) string {
	hosts, config := endpoints(r.opt)
	for _, host := range hosts {
		if config == nil {
			if tlscheck.SpeaksTLS(ctx, host) {
				return "requires TLS: begin the address with rediss instead of redis"
			}
			continue
		}
		err := tlscheck.Handshake(ctx, host, config)
		if err != nil && tlscheck.Answers(ctx, host, "PING\r\n") {
			return "does not speak TLS: begin the address with redis instead of rediss"
		}
		if err != nil && refusal(err) != "" {
			return refusal(err)
		}
	}
	return ""
}

// endpoints returns the TCP addresses of a connection, and its TLS configuration.
func endpoints(opt asynq.RedisConnOpt) ([]string, *tls.Config) {
	switch o := opt.(type) {
	case asynq.RedisClientOpt:
		if o.Network != "unix" {
			return []string{o.Addr}, o.TLSConfig
		}
	case asynq.RedisFailoverClientOpt:
		return o.SentinelAddrs, o.TLSConfig
	case asynq.RedisClusterClientOpt:
		return o.Addrs, o.TLSConfig
	}
	return nil, nil
}
