package storage

import (
	"strings"

	"proceedings/internal/fault"
)

// maxKey is the longest key that S3 takes, in bytes.
const maxKey = 1024

// safe are the characters that S3 calls safe in a key, the slash left out:
// every server, path and URL carries them.
const safe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!-_.*'()"

// DefaultType is the media type of an object that was stored without one.
const DefaultType = "application/octet-stream"

// CheckKey refuses a key that some server could misread: one longer than 1,024
// bytes, with an empty element, with "." or ".." as an element, or with
// characters other than ASCII letters, digits and !-_.*'() between its slashes.
func CheckKey(key string) error {
	if len(key) > maxKey {
		return fault.Permanent(keyError{key[:40] + "…", "is longer than 1,024 bytes"})
	}
	for element := range strings.SplitSeq(key, "/") {
		switch {
		case element == "" || element == "." || element == "..":
			return fault.Permanent(keyError{key, "has an empty element, . or .."})
		case strings.ContainsFunc(element, unsafeChar):
			return fault.Permanent(keyError{key, "has a character other than letters, digits and !-_.*'()"})
		}
	}
	return nil
}

func unsafeChar(r rune) bool { return !strings.ContainsRune(safe, r) }

type keyError struct{ key, reason string }

func (e keyError) Error() string { return "key " + e.key + " " + e.reason }
