package slidestest

// EncryptedPPTX is the outside of a PowerPoint file that is encrypted: a compound
// file that names an EncryptedPackage, without its content.
func EncryptedPPTX() []byte { return Compound(Part{Name: "EncryptedPackage"}) }

// AgilePPTX is the outside of such a file with agile encryption, and its password. The
// description of the encryption is by the npm package officecrypto-tool 0.0.19.
func AgilePPTX() (data []byte, password string) {
	return append(EncryptedPPTX(), agile...), "sesame"
}

const agile = `<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption" xmlns:p="http://schemas.microsoft.com/office/2006/keyEncryptor/password" xmlns:c="http://schemas.microsoft.com/office/2006/keyEncryptor/certificate"><keyData saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" saltValue="3WnHwbVgEqRv0frdtckwLA=="/><dataIntegrity encryptedHmacKey="rstECWLOYbbJUceVftNAkBmMWWGEmqG+g/lCktzDA+lgxZH6MQmePzmT4Y4ITCFeKNYKsBPeamXYCb8mHMklYQ==" encryptedHmacValue="tHHtLY7sWVk/6z9lsQPg8oJRMaNtBKOurBze9fLyW6RdaE9O0zVT7o17M22MA2Aslc/aFWlb071K19cknX6GfA=="/><keyEncryptors><keyEncryptor uri="http://schemas.microsoft.com/office/2006/keyEncryptor/password"><p:encryptedKey spinCount="100000" saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" saltValue="20/GxxT8erNW7MFfYY/xJA==" encryptedVerifierHashInput="sl2pPRm1/xW79MWH14YZNg==" encryptedVerifierHashValue="x0JOfR7hDdzPlSbmB0yOsIflbBdbU45AwevU7sIqnQErrhAwdrDt41z1wm3efchzWVymfRbit44Tx5i8lTwROA==" encryptedKeyValue="JG8SR/Qpv4BxXymDbLJC5QNvR5IIlbpaiWaL7MYuvf8="/></keyEncryptor></keyEncryptors></encryption>`

// The beginnings of the stream Current User in binary PowerPoint files.
const (
	CurrentUser          = "\x00\x00\xf6\x0f\x20\x00\x00\x00\x14\x00\x00\x00\x5f\xc0\x91\xe3"
	CurrentUserEncrypted = "\x00\x00\xf6\x0f\x20\x00\x00\x00\x14\x00\x00\x00\xdf\xc4\xd1\xf3"
	CurrentUser95        = "\x0b\x00\x00\x00Ian Grahams"
)

// PPT is the outside of a binary PowerPoint file with this stream Current User.
func PPT(user string) []byte {
	return Compound(Part{"PowerPoint Document", "x"}, Part{"Current User", user})
}
