package encryption_test

import (
	"bytes"
	"strings"
	"testing"

	"proceedings/internal/slides/encryption"
	"proceedings/internal/slides/slidestest"
)

func TestOpens(t *testing.T) {
	t.Parallel()
	whole, password := slidestest.AgilePPTX()
	far := append(bytes.Repeat([]byte{0}, 1<<20-20), whole...) // across two reads
	changed := func(old, by string) []byte { return []byte(strings.Replace(string(whole), old, by, 2)) }
	for _, tt := range []struct {
		name, password string
		data           []byte
		opens, known   bool
	}{
		{"the password", password, whole, true, true},
		{"another one", "guess", whole, false, true},
		{"no password", "", whole, false, true},
		{"a large file", password, far, true, true},
		{"another encryption", password, slidestest.EncryptedPPTX(), false, false},
		{"an unknown hash", password, changed(`hashAlgorithm="SHA512"`, `hashAlgorithm="MD5"`), false, false},
		{"an endless count", password, changed(`spinCount="100000"`, `spinCount="2000000000"`), false, false},
		{"a negative size of the key", password, changed(`keyBits="256"`, `keyBits="-8"`), false, false},
		{"a huge size of the key", password, changed(`keyBits="256"`, `keyBits="4096"`), false, false},
		{"no salt", password, changed(`saltValue="`, `x="`), false, false},
		{"damage", password, whole[:len(whole)-100], false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			opens, known, err := encryption.Opens(bytes.NewReader(tt.data), int64(len(tt.data)), tt.password)
			if err != nil || opens != tt.opens || known != tt.known {
				t.Errorf("Opens = %v, %v, %v; want %v, %v", opens, known, err, tt.opens, tt.known)
			}
		})
	}
}
