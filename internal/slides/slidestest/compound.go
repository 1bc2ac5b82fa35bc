package slidestest

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
)

// Compound is a compound file ([MS-CFB]) with streams of at most 64 bytes.
func Compound(streams ...Part) []byte {
	const (
		sector    = 512
		small     = 64 // bytes of a small sector
		entry     = 128
		none      = 0xffffffff // no sibling, no child, a sector that is not used
		chainEnd  = 0xfffffffe
		tableItem = 0xfffffffd // a sector of the allocation table
		tableList = 76         // where the header lists the sectors of the table
	)
	directory := (len(streams) + 1 + 3) / 4 // sectors
	content := (len(streams)*small + sector - 1) / sector
	file := make([]byte, (2+directory+content)*sector)                                         // the header and the table are before them
	put := func(at int, value int) { binary.LittleEndian.PutUint32(file[at:], uint32(value)) } //nolint:gosec // small numbers
	copy(file, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	file[30] = 9 // sectors of 1<<9 bytes
	put(48, 1)   // the first sector of the directory
	put(56, 4096)
	copy(file[tableList:], bytes.Repeat([]byte{0xff}, 2*sector-tableList))
	put(tableList, 0)
	put(sector, tableItem)
	chain := func(first, length int) {
		for i := range length {
			next := first + i + 1
			if i == length-1 {
				next = chainEnd
			}
			put(sector+4*(first+i), next)
		}
	}
	chain(1, directory)
	chain(1+directory, content)

	for i, p := range append([]Part{{Name: "Root Entry"}}, streams...) {
		at := 2*sector + i*entry
		units := utf16.Encode([]rune(p.Name))
		for j, unit := range units {
			binary.LittleEndian.PutUint16(file[at+2*j:], unit)
		}
		file[at+64] = byte(2*len(units) + 2)
		file[at+66] = 2 // a stream
		for _, link := range []int{68, 72, 76} {
			put(at+link, none)
		}
		if i > 0 {
			put(at+116, i-1)
			put(at+120, len(p.Content))
			copy(file[(2+directory)*sector+(i-1)*small:], p.Content)
			if i < len(streams) {
				put(at+72, i+1)
			}
			continue
		}
		file[at+66] = 5 // the root storage
		put(at+116, 1+directory)
		put(at+120, content*sector)
		if len(streams) > 0 {
			put(at+76, 1)
		}
	}
	return file
}
