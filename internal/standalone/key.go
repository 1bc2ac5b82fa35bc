package standalone

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"proceedings/internal/secret"
)

// keyFile holds the secret key of a data folder, for its owner only.
const keyFile = "secret.key"

// SecretKey returns the secret key of the data folder dir, and creates one if there is none.
func SecretKey(dir string) (secret.Key, error) {
	path := filepath.Join(dir, keyFile)
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		data, err = createKey(dir, path)
	}
	if err != nil {
		return secret.Key{}, fmt.Errorf("read the secret key of the data folder: %w", err)
	}
	key, err := secret.ParseKey(string(data))
	if err != nil {
		return key, fmt.Errorf("%s is damaged: restore it from a backup, or remove it and add meetings with passwords again: %w", path, err)
	}
	return key, nil
}

// createKey writes a new key to path, whole or not at all. If another command was first,
// its key holds.
func createKey(dir, path string) (_ []byte, err error) {
	part, err := os.CreateTemp(dir, keyFile+".*") // only its owner can read it
	if err != nil {
		return nil, err //nolint:wrapcheck // names the file
	}
	defer func() { _ = os.Remove(part.Name()) }()
	_, err = part.WriteString(secret.NewKey() + "\n")
	if err = errors.Join(err, part.Sync(), part.Close()); err != nil {
		return nil, err
	}
	err = os.Link(part.Name(), path) // does not replace another's
	if err != nil && !errors.Is(err, fs.ErrExist) {
		err = os.Rename(part.Name(), path) // a file system without hard links
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err //nolint:wrapcheck // names both files
	}
	return os.ReadFile(path) //nolint:wrapcheck // names the file
}
