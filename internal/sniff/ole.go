package sniff

import (
	"encoding/binary"
	"unicode/utf16"
)

const (
	oleSignature = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	encrypted    = "is encrypted and needs a password"

	oleNone     = 0xffffffff // no sibling, no child
	oleLast     = 0xfffffffa // sector numbers end below it
	oleEntry    = 128        // bytes of a directory entry
	oleInHeader = 109        // sectors of the allocation table that the header lists
)

// inOLE goes by the names at the root of a compound file ([MS-CFB]): the same
// names deeper down are those of embedded objects.
func inOLE(f *file, head []byte) Format {
	c := openOLE(f, head)
	for _, known := range []struct {
		name   string
		format Format
	}{
		{"EncryptedPackage", refused("encrypted", encrypted)},
		{"PowerPoint Document", powerPoint(c)},
		{"PP97_DUALSTORAGE", powerPoint(c)},
		{"PP40", powerPoint(c)},
		{"WordDocument", document("doc", "application/msword")},
		{"Workbook", document("xls", "application/vnd.ms-excel")},
		{"Book", document("xls", "application/vnd.ms-excel")},
		{"VisioDocument", document("vsd", "application/vnd.visio")},
		{"__properties_version1.0", refused("msg", "is an e-mail, not a recording or a deck")},
	} {
		if c.has(known.name) {
			return known.format
		}
	}
	if len(c.root) == 0 {
		return refused("ole", "is a damaged Office file: its directory cannot be read")
	}
	return refused("ole", "is an Office file of a kind that is not known here")
}

// compound is a compound file.
type compound struct {
	table   *oleTable
	entries []byte            // the directory
	root    map[string]uint32 // entries of the root storage; empty if the directory cannot be followed
}

func openOLE(f *file, head []byte) *compound {
	c := &compound{root: make(map[string]uint32)}
	if c.table = newOLETable(f, head); c.table == nil {
		return c
	}
	c.entries = oleDirectory(c.table)
	if len(c.entries) < oleEntry {
		return c
	}
	// The children of a storage are a binary tree. Each entry is visited once,
	// however the links run.
	count := uint32(len(c.entries) / oleEntry)
	seen := make([]bool, count)
	for todo := []uint32{oleField(c.entries, 0, 76)}; len(todo) > 0; {
		id := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if id >= count || seen[id] {
			continue
		}
		seen[id] = true
		c.root[oleName(c.entries[id*oleEntry:][:oleEntry])] = id
		todo = append(todo, oleField(c.entries, id, 68), oleField(c.entries, id, 72))
	}
	return c
}

func (c *compound) has(name string) bool {
	_, found := c.root[name]
	return found
}

// start is the beginning of a stream of the root storage: at most 64 bytes, which
// are never split.
func (c *compound) start(name string) []byte {
	const smallSector = 64
	id, found := c.root[name]
	if !found {
		return nil
	}
	t, at := c.table, int64(0)
	sector, size := oleField(c.entries, id, 116), oleField(c.entries, id, 120)
	if size < binary.LittleEndian.Uint32(t.head[56:]) { // within the stream of small sectors, which is the root's
		at = int64(sector) * smallSector
		sector = oleField(c.entries, 0, 116)
		if at > t.file.size {
			return nil
		}
		for ; at >= int64(t.size) && sector < oleLast; at -= int64(t.size) {
			sector = t.next(sector)
		}
	}
	if sector >= oleLast {
		return nil
	}
	data := t.sector(sector)
	data = data[min(at, int64(len(data))):]
	return data[:min(len(data), smallSector, int(size))]
}

func oleField(entries []byte, id uint32, at int) uint32 {
	return binary.LittleEndian.Uint32(entries[int(id)*oleEntry+at:])
}

func oleName(entry []byte) string {
	length := int(binary.LittleEndian.Uint16(entry[64:])) // in bytes, with the closing zero
	if length < 2 || length > 64 {
		return ""
	}
	units := make([]uint16, length/2-1)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(entry[2*i:])
	}
	return string(utf16.Decode(units))
}

// oleDirectory is the stream of directory entries, as far as its chain of
// sectors can be followed and no further than maxEntries.
func oleDirectory(table *oleTable) []byte {
	var entries []byte
	for sector := binary.LittleEndian.Uint32(table.head[48:]); sector < oleLast && len(entries) < maxEntries*oleEntry; {
		data := table.sector(sector)
		if len(data) < oleEntry { // beyond the end
			break
		}
		entries = append(entries, data...)
		sector = table.next(sector)
	}
	return entries[:len(entries)/oleEntry*oleEntry]
}

// oleTable follows chains of sectors.
type oleTable struct {
	file   *file
	head   []byte
	size   int // of a sector
	cached uint32
	data   []byte // of the cached part of the table
}

// newOLETable returns nil if the header is damaged.
func newOLETable(f *file, head []byte) *oleTable {
	if len(head) < 512 {
		return nil
	}
	shift := binary.LittleEndian.Uint16(head[30:])
	if shift != 9 && shift != 12 {
		return nil
	}
	return &oleTable{file: f, head: head, size: 1 << shift, cached: oleNone}
}

func (t *oleTable) sector(n uint32) []byte {
	return t.file.at((int64(n)+1)*int64(t.size), t.size)
}

// next is the sector that follows n, or one from oleLast on.
func (t *oleTable) next(n uint32) uint32 {
	perSector := uint32(t.size / 4)
	index, within := n/perSector, n%perSector
	if index != t.cached || t.data == nil {
		where := t.locate(index)
		if where >= oleLast {
			return oleNone
		}
		t.cached, t.data = index, t.sector(where)
	}
	if int(within)*4+4 > len(t.data) {
		return oleNone
	}
	return binary.LittleEndian.Uint32(t.data[within*4:])
}

// locate is the sector that holds part index of the allocation table: the
// header lists the first, a chain of sectors the rest.
func (t *oleTable) locate(index uint32) uint32 {
	if index < oleInHeader {
		return binary.LittleEndian.Uint32(t.head[76+4*index:])
	}
	index -= oleInHeader
	perSector := uint32(t.size/4) - 1 // the last number leads to the next sector
	list := binary.LittleEndian.Uint32(t.head[68:])
	for range 1024 { // 65 GB of file: more than the format is used for
		if list >= oleLast {
			break
		}
		data := t.sector(list)
		if len(data) < t.size {
			break
		}
		if index < perSector {
			return binary.LittleEndian.Uint32(data[4*index:])
		}
		index -= perSector
		list = binary.LittleEndian.Uint32(data[4*perSector:])
	}
	return oleNone
}
