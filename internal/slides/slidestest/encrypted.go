package slidestest

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
)

// EncryptedPPTX is the outside of a PowerPoint file that is encrypted: a compound
// file ([MS-CFB]) that names an EncryptedPackage, without its content.
func EncryptedPPTX() []byte {
	const (
		sector     = 512
		entry      = 128
		none       = 0xffffffff // no sibling, no child, a sector that is not used
		chainEnd   = 0xfffffffe
		tableItem  = 0xfffffffd // a sector of the allocation table
		tableList  = 76         // where the header lists the sectors of the table
		storage    = 5          // types of entries
		streamType = 2
	)
	file := make([]byte, 3*sector) // the header, the allocation table, the directory
	put := func(at int, value uint32) { binary.LittleEndian.PutUint32(file[at:], value) }
	copy(file, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	binary.LittleEndian.PutUint16(file[30:], 9) // sectors of 1<<9 bytes
	put(48, 1)                                  // the sector of the directory
	copy(file[tableList:], bytes.Repeat([]byte{0xff}, 2*sector-tableList))
	put(tableList, 0)
	put(sector, tableItem)
	put(sector+4, chainEnd)

	for i, name := range []string{"Root Entry", "EncryptedPackage"} {
		at := 2*sector + i*entry
		units := utf16.Encode([]rune(name))
		for j, unit := range units {
			binary.LittleEndian.PutUint16(file[at+2*j:], unit)
		}
		binary.LittleEndian.PutUint16(file[at+64:], uint16(2*len(units)+2)) //nolint:gosec // a short name
		file[at+66] = storage
		for _, link := range []int{68, 72, 76} {
			put(at+link, none)
		}
	}
	file[2*sector+entry+66] = streamType
	put(2*sector+76, 1) // the root's child
	return file
}
