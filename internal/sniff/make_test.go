package sniff_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"unicode/utf16"
)

// noise is n bytes without a meaning.
func noise(n int) []byte {
	b := make([]byte, n)
	state := uint32(7)
	for i := range b {
		state = state*1664525 + 1013904223
		b[i] = byte(state >> 24)
	}
	b[0] = 0x87
	return b
}

// packets is a transport stream of n packets, its sync byte at offset at.
func packets(size, at, n int) []byte {
	b := bytes.Repeat([]byte{0x00}, size*n)
	for i := range n {
		b[i*size+at] = 0x47
		b[i*size+at+1] = 0x1f
	}
	return b
}

// frames is n frames of MPEG-1 layer III, 128 kbit/s at 44.1 kHz: 417 bytes.
func frames(n int) []byte {
	frame := append([]byte{0xff, 0xfb, 0x90, 0x00}, make([]byte, 413)...)
	return bytes.Repeat(frame, n)
}

// aac is n frames of AAC with ADTS headers, 64 bytes each.
func aac(n int) []byte {
	frame := append([]byte{0xff, 0xf1, 0x50, 0x80, 64 >> 3, 64&7<<5 | 0x1f, 0xfc}, make([]byte, 57)...)
	return bytes.Repeat(frame, n)
}

// archive is a zip file of names and contents in turn.
func archive(namesAndContents ...string) []byte {
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for i := 0; i < len(namesAndContents); i += 2 {
		entry, err := w.Create(namesAndContents[i])
		if err == nil {
			_, err = entry.Write([]byte(namesAndContents[i+1]))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return buf.Bytes()
}

func ooxml(mainType string) []byte {
	return archive("_rels/.rels", "<x/>", "[Content_Types].xml", `<?xml version="1.0"?><Types>`+
		`<Default Extension="xml" ContentType="application/xml"/>`+
		`<Override PartName="/main.xml" ContentType="`+mainType+`"/></Types>`)
}

func crowded(n int) []byte {
	pairs := make([]string, 0, 2*n)
	for i := range n {
		pairs = append(pairs, fmt.Sprint(i), "")
	}
	return archive(pairs...)
}

// boastful is a small archive whose zip64 record speaks of a billion entries.
func boastful() []byte {
	b := archive("a", "b")
	end := bytes.LastIndex(b, []byte("PK\x05\x06"))
	record := make([]byte, 56+20)
	copy(record, "PK\x06\x06")
	binary.LittleEndian.PutUint64(record[32:], 1e9)
	copy(record[56:], "PK\x06\x07")
	binary.LittleEndian.PutUint64(record[64:], uint64(end))
	return append(append(bytes.Clone(b[:end]), record...), b[end:]...)
}

// ole is a compound file whose directory has these entries: the root, and its
// children as a chain of right siblings. The allocation table is in sector 0,
// the directory from sector 1 on.
func ole(shift int, entries ...string) []byte {
	const none = 0xffffffff
	size := 1 << shift
	b := make([]byte, 4*size)
	put := func(at int, v uint32) { binary.LittleEndian.PutUint32(b[at:], v) }
	copy(b, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	binary.LittleEndian.PutUint16(b[30:], uint16(shift))
	put(48, 1)
	put(68, none)
	for i := range 109 {
		put(76+4*i, none)
	}
	put(76, 0)
	put(size, 0xfffffffd)
	put(size+4, 2) // the directory's second sector
	put(size+8, 0xfffffffe)
	for i, name := range entries {
		at := 2*size + i*128
		units := utf16.Encode([]rune(name))
		for j, u := range units {
			binary.LittleEndian.PutUint16(b[at+2*j:], u)
		}
		binary.LittleEndian.PutUint16(b[at+64:], uint16(2*len(units)+2))
		put(at+68, none)
		put(at+72, none)
		put(at+76, none)
		switch {
		case i == 0 && len(entries) > 1:
			put(at+76, 1)
		case i > 0 && i+1 < len(entries):
			put(at+72, uint32(i+1))
		}
	}
	return b
}

// withUser gives a compound file's entry 2 a content, in the first small sector.
func withUser(b []byte, content string) []byte {
	put := func(at int, v uint32) { binary.LittleEndian.PutUint32(b[at:], v) }
	const directory, streams = 2 * 512, 3 * 512
	put(56, 4096)
	put(directory+116, 2) // the stream of small sectors is in sector 2
	put(directory+120, 512)
	put(directory+2*128+116, 0)
	put(directory+2*128+120, uint32(len(content)))
	put(512+4, 0xfffffffe) // the directory has one sector
	copy(b[streams:], content)
	return b
}

func utf16le(s string) []byte {
	b := []byte("\xff\xfe")
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}
