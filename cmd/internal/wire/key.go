package wire

import (
	"fmt"
	"os"

	"proceedings/internal/secret"
)

// The variables of the secret key. There is no flag: other users of the machine could see it.
const (
	keyVariable     = "PROCEEDINGS_SECRET_KEY"
	keyFileVariable = "PROCEEDINGS_SECRET_KEY_FILE"
)

// SecretKey returns the key that the environment sets; the zero key if it sets none.
func SecretKey(getenv func(string) string) (secret.Key, error) {
	text, path, from := getenv(keyVariable), getenv(keyFileVariable), keyVariable
	switch {
	case text != "" && path != "":
		return secret.Key{}, fmt.Errorf("%w: both %s and %s are set: unset one", ErrUsage, keyVariable, keyFileVariable)
	case path != "":
		data, err := os.ReadFile(path)
		if err != nil {
			return secret.Key{}, fmt.Errorf("%w: %s: %w", ErrUsage, keyFileVariable, err)
		}
		text, from = string(data), keyFileVariable+" "+path
	case text == "":
		return secret.Key{}, nil
	}
	key, err := secret.ParseKey(text)
	if err != nil {
		return key, fmt.Errorf("%w: %s: %w", ErrUsage, from, err)
	}
	return key, nil
}
