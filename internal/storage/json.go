package storage

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// ReadJSON reads the object at key into v and returns its ETag.
func ReadJSON(ctx context.Context, s Store, key string, v any) (etag string, err error) {
	data, info, err := ReadAll(ctx, s, key)
	if err != nil {
		return "", err
	}
	if err := DecodeJSON(data, v); err != nil {
		return "", fmt.Errorf("read %s: %w: %w", key, ErrDamaged, err)
	}
	return info.ETag, nil
}

// DecodeJSON decodes a stored JSON object into v. It refuses null, which [json.Unmarshal]
// accepts without a change to v: an object that is lost would then look like an empty one.
func DecodeJSON(data []byte, v any) error {
	if bytes.Equal(bytes.TrimSpace(data), []byte("null")) {
		return errors.New("it is null")
	}
	return json.Unmarshal(data, v) //nolint:wrapcheck // the caller names the object
}

// WriteJSON stores v at key if cond holds.
func WriteJSON(ctx context.Context, s Store, key string, v any, cond Condition) error {
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("write %s: %w", key, err)
	}
	_, err = s.Put(ctx, key, bytes.NewReader(append(data, '\n')), Attrs{ContentType: "application/json"}, cond)
	return err
}

// Update changes the JSON object at key by compare-and-swap: it reads the value
// (or the zero value), calls change and writes the result, again if another
// writer came first. change returns false to leave the object as it is; it may
// be called more than once.
func Update[T any](ctx context.Context, s Store, key string, change func(*T) bool) (T, error) {
	for {
		var v T
		cond := IfAbsent
		etag, err := ReadJSON(ctx, s, key, &v)
		switch {
		case err == nil:
			cond = IfMatch(etag)
		case !errors.Is(err, ErrNotFound):
			return v, err
		}
		if !change(&v) {
			return v, nil
		}
		err = WriteJSON(ctx, s, key, v, cond)
		if !errors.Is(err, ErrPrecondition) {
			return v, err
		}
		if ctx.Err() != nil {
			return v, context.Cause(ctx)
		}
	}
}
