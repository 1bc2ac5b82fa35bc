package wire

import (
	"fmt"

	"proceedings/internal/secret"
	"proceedings/internal/statuspage"
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

// StatusPassword returns the password of the status pages that PROCEEDINGS_STATUS_PASSWORD or
// PROCEEDINGS_STATUS_PASSWORD_FILE sets; empty if neither does. There is no flag: other users
// of the machine could see it.
func StatusPassword(getenv func(string) string) (string, error) {
	text, from, err := readVariable(getenv, "PROCEEDINGS_STATUS_PASSWORD")
	if err != nil {
		return "", err
	}
	if err = statuspage.CheckPassword(text); err != nil {
		return "", fmt.Errorf("%w: %s: %w", ErrUsage, from, err)
	}
	return text, nil
}
