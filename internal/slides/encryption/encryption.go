// Package encryption checks passwords of Office files with agile encryption, as
// PowerPoint 2010 and later write them ([MS-OFFCRYPTO], 2.3.4.10 to 2.3.4.13). LibreOffice
// decrypts them, which takes seconds.
package encryption

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1" //nolint:gosec // the file says so
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"unicode/utf16"
)

const (
	head     = "<encryption"
	tail     = "</encryption>"
	longest  = 16 << 10 // bytes of a description
	spinsMax = 1_000_000
	chunk    = 1 << 20 // bytes that are looked at in one go
)

// description is the part of a file that says how it is encrypted.
type description struct {
	Keys []key `xml:"keyEncryptors>keyEncryptor>encryptedKey"`
}

// key is the key of the content, encrypted by a password, with a verifier.
type key struct {
	Spins    int         `xml:"spinCount,attr"`
	Block    int         `xml:"blockSize,attr"`
	Bits     int         `xml:"keyBits,attr"`
	Hash     string      `xml:"hashAlgorithm,attr"`
	Cipher   string      `xml:"cipherAlgorithm,attr"`
	Chaining string      `xml:"cipherChaining,attr"`
	Salt     base64Bytes `xml:"saltValue,attr"`
	Input    base64Bytes `xml:"encryptedVerifierHashInput,attr"`
	Value    base64Bytes `xml:"encryptedVerifierHashValue,attr"`
}

// base64Bytes are bytes that are written in base64.
type base64Bytes []byte

// UnmarshalText decodes them.
func (b *base64Bytes) UnmarshalText(text []byte) (err error) {
	*b, err = base64.StdEncoding.DecodeString(string(text))
	return err //nolint:wrapcheck // it only matters that there is one
}

// Opens reports whether a password opens the file. known is false if that cannot be told:
// the file is encrypted in another way, or damaged.
func Opens(r io.ReaderAt, size int64, password string) (opens, known bool, err error) {
	text, err := find(r, size)
	if err != nil {
		return false, false, err
	}
	var d description
	if xml.Unmarshal(text, &d) != nil {
		return false, false, nil //nolint:nilerr // another encryption
	}
	for _, k := range d.Keys {
		if opens, known = k.verify(password); known {
			return opens, true, nil
		}
	}
	return false, false, nil
}

// find is the description in a file. It is in one piece in files by real programs.
func find(r io.ReaderAt, size int64) ([]byte, error) {
	buffer := make([]byte, chunk+longest)
	for at := int64(0); at < size; at += chunk {
		n, err := r.ReadAt(buffer, at)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("look at the encryption: %w", err)
		}
		_, after, found := bytes.Cut(buffer[:n], []byte(head))
		if text, _, whole := bytes.Cut(after, []byte(tail)); found && whole {
			return append(append([]byte(head), text...), tail...), nil
		}
	}
	return nil, nil
}

// verify decrypts the verifier and its hash.
func (k key) verify(password string) (opens, known bool) {
	algorithms := map[string]func() hash.Hash{"SHA1": sha1.New, "SHA256": sha256.New, "SHA384": sha512.New384, "SHA512": sha512.New}
	digest := algorithms[k.Hash]
	if digest == nil || !slices.Contains([]int{128, 192, 256}, k.Bits) || k.Cipher != "AES" || k.Chaining != "ChainingModeCBC" || k.Spins < 0 || k.Spins > spinsMax || k.Block != aes.BlockSize ||
		len(k.Salt) < k.Block || len(k.Input) < k.Block || len(k.Input)%k.Block != 0 || len(k.Value) < k.Block || len(k.Value)%k.Block != 0 {
		return false, false
	}
	sum := func(parts ...[]byte) []byte {
		h := digest()
		for _, p := range parts {
			h.Write(p)
		}
		return h.Sum(nil)
	}
	var text []byte
	for _, unit := range utf16.Encode([]rune(password)) {
		text = binary.LittleEndian.AppendUint16(text, unit)
	}
	base := sum(k.Salt, text)
	for i := range k.Spins {
		base = sum(binary.LittleEndian.AppendUint32(nil, uint32(i)), base) //nolint:gosec // spinsMax
	}
	decrypt := func(purpose, data []byte) []byte {
		secret := sum(base, purpose)
		for len(secret) < k.Bits/8 {
			secret = append(secret, 0x36)
		}
		block, err := aes.NewCipher(secret[:k.Bits/8])
		if err != nil {
			return nil
		}
		made := make([]byte, len(data))
		cipher.NewCBCDecrypter(block, k.Salt[:k.Block]).CryptBlocks(made, data)
		return made
	}
	input := decrypt([]byte{0xfe, 0xa7, 0xd2, 0x76, 0x3b, 0x4b, 0x9e, 0x79}, k.Input)
	value := decrypt([]byte{0xd7, 0xaa, 0x0f, 0x6d, 0x30, 0x61, 0x34, 0x4e}, k.Value)
	if input == nil || value == nil || len(value) < digest().Size() {
		return false, false
	}
	want := sum(input)
	return bytes.Equal(want, value[:len(want)]), true
}
