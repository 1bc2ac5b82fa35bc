package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// ReadAll reads the whole object at key into memory. It is for objects that are
// known to be small.
func ReadAll(ctx context.Context, s Store, key string) ([]byte, Info, error) {
	body, info, err := s.Get(ctx, key, 0, -1)
	if err != nil {
		return nil, Info{}, err
	}
	data, err := io.ReadAll(body)
	if err = errors.Join(err, body.Close()); err != nil {
		return nil, Info{}, fmt.Errorf("read %s: %w", key, err)
	}
	return data, info, nil
}
