package sniff

import (
	"bytes"
	"encoding/binary"
	"strconv"
	"strings"
)

// magic is a format that is certain by fixed bytes at a fixed place.
type magic struct {
	at     int
	bytes  string
	format Format
}

// Sentences that several formats share.
const (
	archived = "is a compressed archive; extract it and add the files"
	picture  = "is an image in a format that few programs show; convert it to PNG or JPEG"
	program  = "is a program, not a recording or a deck"
	disc     = "is a disc image; extract it and add the files"
)

// image is a picture that any browser and LibreOffice show: a document, or a
// deck of one slide if somebody says so.
func image(subtype string) Format {
	f := document("image/"+subtype, "image/"+subtype)
	f.Slides = true
	return f
}

// oddImage is a picture that not all of them show.
func oddImage(subtype string) Format {
	f := refused("image/"+subtype, picture)
	f.Type, f.Paper = f.Name, true
	return f
}

// magics are looked at in order. Short or printable signatures that plain text
// might begin with are not among them.
func magics() []magic {
	asfHeader := "\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c"
	wtvHeader := "\xb7\xd8\x00\x20\x37\x49\xda\x11\xa6\x4e\x00\x07\xe9\x5e\xad\x8d"
	wave64 := "riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\x00\x00"
	return []magic{
		{0, "OggS\x00", recording("ogg", "application/ogg")},
		{0, "fLaC", recording("flac", "audio/flac")},
		{0, "FLV\x01", recording("flv", "video/x-flv")},
		{0, asfHeader, recording("asf", "video/x-ms-asf")},
		{0, wtvHeader, recording("wtv", "video/x-ms-wtv")},
		{0, wave64, recording("wav", "audio/wav")},
		{0, "#!AMR\n", recording("amr", "audio/amr")},
		{0, "#!AMR-WB\n", recording("amr", "audio/amr-wb")},
		{0, "caff\x00\x01", recording("caf", "audio/x-caf")},
		{0, ".RMF\x00\x00", recording("realmedia", "application/vnd.rn-realmedia")},
		{0, ".snd\x00\x00", recording("au", "audio/basic")},
		{0, "wvpk", recording("wavpack", "audio/x-wavpack")},
		{0, "\x00\x00\x01\xba", recording("mpegps", "video/mp2p")},
		{0, "\x00\x00\x01\xb3", recording("mpegvideo", "video/mpeg")},
		{0, "\x1f\x07\x00\x3f", recording("dv", "video/x-dv")}, // DIF header, 525 lines
		{0, "\x1f\x07\x00\xbf", recording("dv", "video/x-dv")}, // and 625

		{3, "STL25.01", captions("stl", "application/octet-stream")}, // EBU Tech 3264: the disk format code
		{3, "STL30.01", captions("stl", "application/octet-stream")},

		{0, "\x89PNG\r\n\x1a\n", image("png")},
		{0, "\xff\xd8\xff", image("jpeg")},
		{0, "GIF87a", image("gif")},
		{0, "GIF89a", image("gif")},
		{0, "II*\x00", image("tiff")},
		{0, "MM\x00*", image("tiff")},
		{0, "II+\x00", oddImage("tiff")}, // of 64-bit numbers
		{0, "\x00\x00\x00\x0cJXL \r\n\x87\n", oddImage("jxl")},
		{0, "\x00\x00\x00\x0cjP  \r\n\x87\n", oddImage("jp2")},
		{0, "8BPS\x00\x01", oddImage("vnd.adobe.photoshop")},

		{0, "{\\rtf", document("rtf", "application/rtf")},
		{0, "%!PS-Adobe", document("ps", "application/postscript")},

		{0, "\x1f\x8b\x08", refused("gzip", archived)},
		{0, "7z\xbc\xaf\x27\x1c", refused("7z", archived)},
		{0, "Rar!\x1a\x07", refused("rar", archived)},
		{0, "\xfd7zXZ\x00", refused("xz", archived)},
		{0, "BZh91AY&SY", refused("bzip2", archived)},
		{0, "\x28\xb5\x2f\xfd", refused("zstd", archived)},
		{257, "ustar\x00", refused("tar", archived)},
		{257, "ustar ", refused("tar", archived)},
		{32769, "CD001", refused("iso", disc)},
		{0, "\x7fELF", refused("elf", program)},
		{0, "MZ\x90\x00", refused("exe", program)},
		{0, "\xca\xfe\xba\xbe", refused("class", program)},
		{0, "FWS", flash()},
		{0, "CWS", flash()},
		{0, "SQLite format 3\x00", refused("sqlite", "is a database, not a recording or a deck")},
	}
}

func flash() Format {
	return refused("swf", "is a Flash film, which browsers no longer play; add a video of it instead")
}

func byMagic(_ *file, head []byte) Format {
	for _, m := range magics() {
		if len(head) > m.at && bytes.HasPrefix(head[m.at:], []byte(m.bytes)) {
			// "FWS" and "CWS" are words too; a version and no text follow them.
			if m.format.Name == "swf" && (len(head) < 8 || head[3] > 50 || isText(head)) {
				continue
			}
			return m.format
		}
	}
	return firstOf(head, oldTar, riff, aiff, ebml, mxf, pdf, bmp)
}

func firstOf(head []byte, looks ...func([]byte) Format) Format {
	for _, look := range looks {
		if f := look(head); f.Name != "" {
			return f
		}
	}
	return Format{}
}

// riff knows the families of RIFF, with the RF64 and BW64 of long recordings.
func riff(head []byte) Format {
	if len(head) < 12 {
		return Format{}
	}
	switch string(head[:4]) {
	case "RIFF", "RF64", "BW64":
	default:
		return Format{}
	}
	switch string(head[8:12]) {
	case "WAVE":
		return recording("wav", "audio/wav")
	case "AVI ", "AVIX":
		return recording("avi", "video/x-msvideo")
	case "WEBP":
		return image("webp")
	}
	return Format{}
}

// bmp wants more than the two letters that it begins with: the size of its
// second header, one of those that there are.
func bmp(head []byte) Format {
	if len(head) < 26 || string(head[:2]) != "BM" || string(head[6:10]) != "\x00\x00\x00\x00" {
		return Format{}
	}
	switch binary.LittleEndian.Uint32(head[14:]) {
	case 12, 40, 52, 56, 64, 108, 124:
		return image("bmp")
	}
	return Format{}
}

// oldTar knows a tar of before POSIX, which has no magic number.
func oldTar(head []byte) Format {
	if IsTar(head) {
		return refused("tar", archived)
	}
	return Format{}
}

// IsTar reports whether bytes begin with the header of a file in a tar, of any kind: its checksum is right
// (POSIX.1-2001, pax, "ustar Interchange Format").
func IsTar(head []byte) bool {
	const size, at, length = 512, 148, 8
	if len(head) < size || head[0] == 0 {
		return false
	}
	want, err := strconv.ParseInt(strings.Trim(string(head[at:at+length]), " \x00"), 8, 64)
	sum := int64(0)
	for i, b := range head[:size] {
		if i >= at && i < at+length {
			b = ' '
		}
		sum += int64(b)
	}
	return err == nil && sum == want
}

func aiff(head []byte) Format {
	if len(head) >= 12 && string(head[:4]) == "FORM" && strings.HasPrefix(string(head[8:12]), "AIF") {
		return recording("aiff", "audio/aiff")
	}
	return Format{}
}

// ebml tells WebM from the rest of Matroska by its document type.
func ebml(head []byte) Format {
	if !bytes.HasPrefix(head, []byte("\x1a\x45\xdf\xa3")) {
		return Format{}
	}
	// The DocType element (0x4282) stands within the short EBML header.
	start := head[:min(len(head), 128)]
	if i := bytes.Index(start, []byte("\x42\x82")); i >= 0 && bytes.HasPrefix(start[min(i+3, len(start)):], []byte("webm")) {
		return recording("webm", "video/webm")
	}
	return recording("matroska", "video/x-matroska")
}

// mxf finds the key of the header partition, behind a run-in of up to 64 KiB
// (SMPTE ST 377-1).
func mxf(head []byte) Format {
	key := []byte("\x06\x0e\x2b\x34\x02\x05\x01\x01\x0d\x01\x02\x01\x01\x02")
	if bytes.Contains(head, key) {
		return recording("mxf", "application/mxf")
	}
	return Format{}
}

// pdf finds the header where readers look for it: anywhere in the first
// 1,024 bytes. A text that speaks of one is not a PDF, nor is an archive that begins with one.
func pdf(head []byte) Format {
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		return Format{}
	}
	i := bytes.Index(head[:min(len(head), 1024)], []byte("%PDF-"))
	if i < 0 || (i > 0 && strings.TrimSpace(string(head[:i])) != "\ufeff" && isText(head)) {
		return Format{}
	}
	return Format{Name: "pdf", Type: "application/pdf", Paper: true}
}

// byBoxes knows the files made of ISO base media boxes, with the atoms that
// QuickTime files of before 'ftyp' may begin with.
func byBoxes(f *file, head []byte) Format {
	if len(head) < 8 || isText(head) { // a text may begin "The moov box"
		return Format{}
	}
	size, kind := int64(binary.BigEndian.Uint32(head)), string(head[4:8])
	switch kind {
	case "ftyp":
		return byBrand(head)
	case "moov", "moof", "styp", "sidx":
		if size == 1 || size >= 8 {
			return recording("mp4", "video/mp4")
		}
	case "mdat":
		// A camera that lost its power leaves mdat without an end; the probe will
		// say what is missing.
		return recording("mp4", "video/quicktime")
	case "wide", "free", "skip", "pnot":
		// A padding box is believed if a box that we know follows it.
		switch string(f.at(size+4, 4)) {
		case "ftyp", "mdat", "moov", "wide", "free", "skip", "PICT":
			return recording("mp4", "video/quicktime")
		}
	}
	return Format{}
}

// byBrand tells films from the pictures that share their container.
func byBrand(head []byte) Format {
	if len(head) < 12 {
		return recording("mp4", "video/mp4")
	}
	switch brand := string(head[8:12]); brand {
	case "qt  ":
		return recording("mp4", "video/quicktime")
	case "M4A ", "M4B ":
		return recording("mp4", "audio/mp4")
	case "heic", "heix", "heim", "heis", "mif1":
		return oddImage("heic")
	case "avif":
		return oddImage("avif")
	case "crx ":
		return oddImage("x-canon-cr3")
	}
	return recording("mp4", "video/mp4")
}
