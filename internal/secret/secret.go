// Package secret encrypts the passwords of decks, so that the storage and the queue hold
// none in clear.
//
// A sealed password is AES-256-GCM with a nonce that is an HMAC of the password and the
// file that it opens: the same password, file and key give the same text. So a step whose
// parameters contain it keeps its key, and submitting a meeting again changes nothing. A
// plain hash in its place would let everybody guess a weak password who can read the storage.
// What is sealed for one file does not open for another.
package secret

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// The errors of a key. Both are about the configuration, not about a file.
var (
	ErrNoKey    = errors.New("no secret key is set")
	ErrWrongKey = errors.New("the secret key is another one, or the data is damaged")
)

// IsKeyError reports whether err is about a key, and not about a file.
func IsKeyError(err error) bool { return errors.Is(err, ErrNoKey) || errors.Is(err, ErrWrongKey) }

// minLength is that of a key in characters: 128 bits as hexadecimal.
const minLength = 32

// Key encrypts passwords. The zero Key encrypts none.
type Key struct{ aead, nonce []byte }

// NewKey returns the text of a random key.
func NewKey() string {
	var key [32]byte
	_, _ = rand.Read(key[:]) // never returns an error
	return hex.EncodeToString(key[:])
}

// ParseKey returns the key of a text. The text must be hard to guess; it may have any form.
func ParseKey(text string) (Key, error) {
	text = strings.TrimSpace(text)
	if len(text) < minLength {
		return Key{}, fmt.Errorf("a secret key has at least %d characters, and this one has %d; \"openssl rand -hex 32\" makes one", minLength, len(text))
	}
	var k Key
	for use, part := range map[string]*[]byte{"encrypt passwords": &k.aead, "nonces of passwords": &k.nonce} {
		var err error
		if *part, err = hkdf.Key(sha256.New, []byte(text), nil, "proceedings: "+use, sha256.Size); err != nil {
			return Key{}, fmt.Errorf("derive the keys: %w", err)
		}
	}
	return k, nil
}

// IsZero reports whether there is no key.
func (k Key) IsZero() bool { return k.aead == nil }

// String hides the key from logs and messages.
func (k Key) String() string { return "secret" }

// GoString hides the key from %#v.
func (k Key) GoString() string { return k.String() }

// Seal encrypts a password that opens the file with the given SHA-256.
func (k Key) Seal(password, file string) (string, error) {
	aead, err := k.cipher()
	if err != nil {
		return "", err
	}
	sum := hmac.New(sha256.New, k.nonce)
	_, _ = sum.Write([]byte(file + "\x00" + password)) // a hash.Hash never returns an error
	nonce := sum.Sum(nil)[:aead.NonceSize()]
	return base64.RawURLEncoding.EncodeToString(aead.Seal(nonce, nonce, []byte(password), []byte(file))), nil
}

// Open decrypts what Seal made for the file.
func (k Key) Open(sealed, file string) (string, error) {
	aead, err := k.cipher()
	if err != nil {
		return "", err
	}
	data, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil || len(data) < aead.NonceSize() {
		return "", ErrWrongKey
	}
	password, err := aead.Open(nil, data[:aead.NonceSize()], data[aead.NonceSize():], []byte(file))
	if err != nil {
		return "", ErrWrongKey // the cipher's error says no more
	}
	return string(password), nil
}

func (k Key) cipher() (cipher.AEAD, error) {
	if k.IsZero() {
		return nil, ErrNoKey
	}
	block, err := aes.NewCipher(k.aead)
	if err != nil {
		return nil, fmt.Errorf("prepare the cipher: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("prepare the cipher: %w", err)
	}
	return aead, nil
}
