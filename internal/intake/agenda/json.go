package agenda

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// list is a list in JSON. Its items are decoded one by one, so that a file of millions of
// empty items does not fill the memory.
type list[T any] []T

// UnmarshalJSON decodes a list of at most 20,000 items; null is an empty list.
func (l *list[T]) UnmarshalJSON(data []byte) error {
	if data[0] != '[' {
		return nil // of another type, as for other fields
	}
	d := json.NewDecoder(bytes.NewReader(data))
	if _, err := d.Token(); err != nil {
		return fmt.Errorf("decode a list: %w", err)
	}
	for d.More() {
		if len(*l) == maxItems {
			return errMany
		}
		var item T
		if err := d.Decode(&item); err != nil && !otherType(err) {
			return fmt.Errorf("decode an item: %w", err)
		}
		*l = append(*l, item)
	}
	return nil
}

// decode decodes JSON. A value of an unexpected type leaves its field empty: programs and
// plugins add fields, and only few are used here.
func decode(data []byte, v any) error {
	switch err := json.Unmarshal(data, v); {
	case errors.Is(err, errMany):
		return errMany
	case err != nil && !otherType(err):
		return errDamaged
	}
	return nil
}

func otherType(err error) bool {
	wrong := (*json.UnmarshalTypeError)(nil)
	return errors.As(err, &wrong)
}
