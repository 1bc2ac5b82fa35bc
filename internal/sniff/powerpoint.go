package sniff

import "encoding/binary"

// EncryptedPPT is the name of the format of encrypted binary PowerPoint files.
const EncryptedPPT = "encrypted-ppt"

// LockedPPT is why such a file is refused even with its password, a predicate.
const LockedPPT = "is encrypted in a way that LibreOffice does not open; open it in PowerPoint and save it as PPTX or PDF"

// The CurrentUserAtom ([MS-PPT], 2.3.2), with which PowerPoint 97 and later begin the
// stream of the same name.
const (
	currentUserAtom = 0x0ff6
	encryptedToken  = 0xf3d1c4df
)

// powerPoint tells encrypted files and old versions from other binary PowerPoint files.
// PowerPoint 95 and older write no CurrentUserAtom.
func powerPoint(c *compound) Format {
	const mediaType = "application/vnd.ms-powerpoint"
	found := deck("ppt", mediaType)
	if !c.has("PowerPoint Document") {
		found.Old = !c.has("PP97_DUALSTORAGE")
		return found
	}
	user := c.start("Current User")
	isAtom := len(user) >= 16 && binary.LittleEndian.Uint16(user[2:]) == currentUserAtom
	switch {
	case isAtom && binary.LittleEndian.Uint32(user[12:]) == encryptedToken, c.has("EncryptedSummary"):
		return Format{Name: EncryptedPPT, Type: mediaType, refusal: encrypted}
	case !isAtom && len(user) > 0:
		found.Old = true
	}
	return found
}
