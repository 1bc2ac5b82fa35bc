package catalogue

import (
	"context"
	"fmt"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"proceedings/internal/layout"
)

func allShards() []int {
	all := make([]int, Shards)
	for i := range all {
		all[i] = i
	}
	return all
}

// shardsAtOnce is the number of shards that are checked in parallel.
const shardsAtOnce = 8

// updateShards updates shards from a month's index. Like follow, it checks afterwards
// that the index is unchanged.
func (c Catalogue) updateShards(ctx context.Context, month string, shards []int) error {
	index := layout.Public.Top(layout.MonthIndex(month))
	for len(shards) > 0 {
		data, from, err := c.get(ctx, index)
		if err != nil {
			return err
		}
		x, err := c.readIndex(data)
		if err != nil {
			return fmt.Errorf("%s: %w", index, err)
		}
		var terms [Shards]map[string]bool
		for term := range x.terms() {
			k := shardOf(term)
			if terms[k] == nil {
				terms[k] = map[string]bool{}
			}
			terms[k][term] = true
		}
		var wrote atomic.Bool
		group, groupCtx := errgroup.WithContext(ctx)
		group.SetLimit(shardsAtOnce)
		for _, k := range shards {
			group.Go(func() error {
				changed, shardErr := c.changeShard(groupCtx, k, func(s *shard) bool { return s.set(month, terms[k]) })
				if changed {
					wrote.Store(true)
				}
				return shardErr
			})
		}
		if err = group.Wait(); err != nil || !wrote.Load() {
			return err //nolint:wrapcheck // wrapped by the caller
		}
		if now, err := c.etag(ctx, index); err != nil || now == from {
			return err
		}
	}
	return nil
}

func (c Catalogue) changeShard(ctx context.Context, k int, to func(*shard) bool) (bool, error) {
	return c.change(ctx, layout.Public.Top(layout.Terms(k)), func(old []byte) ([]byte, error) {
		var s shard
		if old != nil {
			var err error
			if s, err = decodeShard(old); c.damaged(err) != nil {
				return nil, err
			}
		}
		if !to(&s) && old != nil {
			return old, nil
		}
		return s.encode()
	})
}
