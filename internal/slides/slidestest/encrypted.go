package slidestest

// EncryptedPPTX is the outside of a PowerPoint file that is encrypted: a compound
// file that names an EncryptedPackage, without its content.
func EncryptedPPTX() []byte { return Compound(Part{Name: "EncryptedPackage"}) }

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
