package wire

import (
	"fmt"

	"proceedings/internal/secret"
)

// SecretKey returns the key that PROCEEDINGS_SECRET_KEY or PROCEEDINGS_SECRET_KEY_FILE
// sets; the zero key if neither does. There is no flag: other users of the machine could
// see it.
func SecretKey(getenv func(string) string) (secret.Key, error) {
	text, from, err := readVariable(getenv, "PROCEEDINGS_SECRET_KEY")
	if err != nil || text == "" {
		return secret.Key{}, err
	}
	key, err := secret.ParseKey(text)
	if err != nil {
		return key, fmt.Errorf("%w: %s: %w", ErrUsage, from, err)
	}
	return key, nil
}
