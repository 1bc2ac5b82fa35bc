package sniff_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"proceedings/internal/meeting"
	"proceedings/internal/sniff"
)

func TestFile(t *testing.T) {
	t.Parallel()

	const (
		rec  = meeting.Recording
		deck = meeting.Deck
		doc  = meeting.Document
	)
	tests := []struct {
		name   string
		data   []byte
		format string
		role   meeting.Role
		reason string // begins so
	}{
		{"an empty file is refused", nil, "empty", "", "is empty"},
		{"zeros are a copy that broke off", make([]byte, 4096), "zeros", "", "begins with nothing but zeros"},
		{"noise is named by its first bytes", noise(600), "unknown", "", "is of a kind that is not known here (first bytes 87 "},
		{"a single byte is no reason to fail", []byte{0xff}, "unknown", "", "is of a kind that is not known here (first bytes ff)"},

		{"mp4 by ftyp", []byte("\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2"), "mp4", rec, ""},
		{"QuickTime by its brand", []byte("\x00\x00\x00\x14ftypqt  \x00\x00\x02\x00qt  "), "mp4", rec, ""},
		{"QuickTime without ftyp, behind padding", []byte("\x00\x00\x00\x08wide\x00\x10\x00\x00mdat\x00\x00"), "mp4", rec, ""},
		{"padding before nothing known is not a film", []byte("\x00\x00\x00\x08wide\x00\x10\x00\x00\x01\x02\x03\x04"), "unknown", "", "is of a kind"},
		{"mdat that lost its end", []byte("\x00\x00\x00\x00mdat\x01\x02\x00\x00"), "mp4", rec, ""},
		{"a text about boxes is a text", []byte("The moov box is last."), "text", "", "is text, not a recording or a deck"},
		{"HEIC shares the container of films", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), "image/heic", "", "is an image in a format that few programs show"},
		{"Matroska", []byte("\x1a\x45\xdf\xa3\xa3\x42\x86\x81\x01\x42\x82\x88matroska\x42\x87\x81\x04"), "matroska", rec, ""},
		{"WebM by its document type", []byte("\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm\x42\x87\x81\x04"), "webm", rec, ""},
		{"MPEG-TS of 188 bytes", packets(188, 0, 20), "mpegts", rec, ""},
		{"MPEG-TS of a camera, 192 bytes", packets(192, 4, 20), "mpegts", rec, ""},
		{"MPEG-TS cut within a packet", packets(188, 0, 20)[77:], "mpegts", rec, ""},
		{"MPEG-TS of three packets", packets(188, 0, 3), "mpegts", rec, ""},
		{"one sync byte is no MPEG-TS", packets(188, 0, 1), "unknown", "", "is of a kind"},
		{"MPEG-PS", []byte("\x00\x00\x01\xba\x44\x00\x04\x00"), "mpegps", rec, ""},
		{"wav", []byte("RIFF\x24\x00\x00\x00WAVEfmt "), "wav", rec, ""},
		{"wav of more than 4 GB", []byte("RF64\xff\xff\xff\xffWAVEds64"), "wav", rec, ""},
		{"avi", []byte("RIFF\x24\x00\x00\x00AVI LIST"), "avi", rec, ""},
		{"a picture in RIFF", []byte("RIFF\x24\x00\x00\x00WEBPVP8 "), "image/webp", doc, ""},
		{"aiff", []byte("FORM\x00\x00\x00\x24AIFFCOMM"), "aiff", rec, ""},
		{"mp3 behind an ID3 tag", append([]byte("ID3\x04\x00\x00\x00\x00\x00\x0aTIT2......"), frames(3)...), "mp3", rec, ""},
		{"mp3 whose tag is longer than the look", append(append([]byte("ID3\x04\x00\x00\x00\x08\x00\x00"), make([]byte, 131072)...), frames(3)...), "mp3", rec, ""},
		{"mp3 without a tag, two frames", frames(2), "mp3", rec, ""},
		{"one frame of mp3 is chance", frames(1), "unknown", "", "is of a kind"},
		{"mp3 cut within a frame", frames(8)[100:], "mp3", rec, ""},
		{"flac behind an ID3 tag", []byte("ID3\x04\x00\x00\x00\x00\x00\x02..fLaC\x00\x00"), "flac", rec, ""},
		{"AAC in ADTS", aac(3), "aac", rec, ""},
		{"ogg", []byte("OggS\x00\x02\x00\x00"), "ogg", rec, ""},
		{"flac", []byte("fLaC\x00\x00\x00\x22"), "flac", rec, ""},
		{"Windows Media", []byte("\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c\x00"), "asf", rec, ""},
		{"Flash video", []byte("FLV\x01\x05\x00\x00\x00\x09"), "flv", rec, ""},
		{"Flash film", []byte("FWS\x09\x00\x10\x00\x00\x00"), "swf", "", "is a Flash film"},
		{"amr", []byte("#!AMR\n\x0c\x00"), "amr", rec, ""},
		{"caf", []byte("caff\x00\x01\x00\x00desc"), "caf", rec, ""},
		{"mxf", []byte("\x06\x0e\x2b\x34\x02\x05\x01\x01\x0d\x01\x02\x01\x01\x02\x04\x00"), "mxf", rec, ""},
		{"mxf behind a run-in", append(noise(3000), "\x06\x0e\x2b\x34\x02\x05\x01\x01\x0d\x01\x02\x01\x01\x02\x04\x00"...), "mxf", rec, ""},
		{"a DV tape", []byte("\x1f\x07\x00\xbf\xff\xff\xff\xff"), "dv", rec, ""},

		{"pdf leaves the choice to the probe", []byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), "pdf", "", ""},
		{"pdf behind a printer's preamble", []byte("\x1b%-12345X@PJL\x00\n%PDF-1.4\n"), "pdf", "", ""},
		{"a text about PDF is a text", []byte("Every file begins with %PDF-1.7, then"), "text", "", "is text"},
		{"rtf", []byte(`{\rtf1\ansi hello}`), "rtf", doc, ""},

		{"pptx by its content type", ooxml("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"), "pptx", deck, ""},
		{"ppsx", ooxml("application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml"), "ppsx", deck, ""},
		{"potx", ooxml("application/vnd.openxmlformats-officedocument.presentationml.template.main+xml"), "potx", deck, ""},
		{"pptm, in the letters that Office writes", ooxml("application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml"), "pptm", deck, ""},
		{"docx", ooxml("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"), "docx", doc, ""},
		{"xlsx", ooxml("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"), "xlsx", doc, ""},
		{"odp by mimetype", archive("mimetype", "application/vnd.oasis.opendocument.presentation"), "odp", deck, ""},
		{"otp", archive("mimetype", "application/vnd.oasis.opendocument.presentation-template"), "otp", deck, ""},
		{"odt", archive("mimetype", "application/vnd.oasis.opendocument.text"), "odt", doc, ""},
		{"ods", archive("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), "ods", doc, ""},
		{"Keynote", archive("Index/Document.iwa", "x", "Index/Slide-12.iwa", "x"), "key", meeting.Deck, ""},
		{"a Keynote folder", archive("Deck.key/Metadata/Properties.plist", "x", "Deck.key/Index.zip", string(archive("Index/Document.iwa", "x", "Index/Slide.iwa", "x"))), "key", meeting.Deck, ""},
		{"a Keynote folder's content", archive("Index.zip", string(archive("Index/Slide-7.iwa", "x"))), "key", meeting.Deck, ""},
		{"a Pages folder", archive("Text.pages/Index.zip", string(archive("Index/Document.iwa", "x"))), "iwork", "", "is a Pages, Numbers or Keynote document"},
		{"Pages", archive("Index/Document.iwa", "x"), "iwork", "", "is a Pages, Numbers or Keynote document"},
		{"Keynote by its slide pictures", archive("Index/Document.iwa", "x", "Data/st0-12.jpg", "x"), "key", meeting.Deck, ""},
		{"Keynote by nothing else", archive("Metadata/Properties.plist", "x", "Data/st-24A5AB29-E1BA-43E9-8F5B-E6345AFB6C28-116.jpg", "x"), "key", meeting.Deck, ""},
		{"Keynote by its index", archive("Index/Presentation.iwa", "x"), "key", meeting.Deck, ""},
		{"an archive of pictures", archive("__MACOSX/x/._1.png", "x", "x/", "", "x/1.png", "\x89PNG\r\n\x1a\n", "x/2.JPG", "?", ".DS_Store", "x"), "album", deck, ""},
		{"an archive of pictures and something else", archive("1.png", "\x89PNG\r\n\x1a\n", "a.mp4", "x"), "zip", "", "is a compressed archive with images, but a.mp4 in it is no image; remove that from the archive, or extract the archive and add the files"},
		{"an archive whose second picture is none by its name", archive("a.pptx", "x", "x/1.png", "\x89PNG\r\n\x1a\n", "2.svg", "x"), "zip", "", "is a compressed archive with images, but a.pptx in it is no image"},
		{"an archive of pictures and texts about them", archive("README", "x", "1.png", "\x89PNG\r\n\x1a\n", "a.txt", "x"), "album", deck, ""},
		{"an archive whose picture is none", archive("1.png", "text"), "zip", "", "is a compressed archive"},
		{"any other archive", archive("a.txt", "x"), "zip", "", "is a compressed archive"},
		{"an archive cut short", ooxml("application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml")[:100], "zip", "", "is damaged"},
		{"an archive with too many entries", crowded(10_001), "zip", "", "is an archive with more than 10000 entries"},
		{"an archive that claims more entries than it has room for", boastful(), "zip", "", "is an archive with more than 10000 entries"},
		{"fodp", []byte(`<?xml version="1.0"?><!-- x --><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:mimetype="application/vnd.oasis.opendocument.presentation">`), "fodp", deck, ""},
		{"gzip", []byte("\x1f\x8b\x08\x00\x00\x00\x00\x00"), "gzip", "", "is a compressed archive"},

		{"ppt", ole(9, "Root Entry", "PowerPoint Document", "Current User"), "ppt", deck, ""},
		{"ppt with sectors of 4096", ole(12, "Root Entry", "PowerPoint Document"), "ppt", deck, ""},
		{"an encrypted ppt", withUser(ole(9, "Root Entry", "PowerPoint Document", "Current User"), "\x00\x00\xf6\x0f\x20\x00\x00\x00\x14\x00\x00\x00\xdf\xc4\xd1\xf3"), "encrypted-ppt", "", "is encrypted and needs a password"},
		{"an encrypted ppt by its summary", ole(9, "Root Entry", "PowerPoint Document", "EncryptedSummary"), "encrypted-ppt", "", "is encrypted and needs a password"},
		{"ppt of PowerPoint 4", ole(9, "Root Entry", "PP40"), "ppt", deck, ""},
		{"doc", ole(9, "Root Entry", "WordDocument"), "doc", doc, ""},
		{"xls", ole(9, "Root Entry", "Workbook"), "xls", doc, ""},
		{"an encrypted pptx", ole(9, "Root Entry", "EncryptionInfo", "EncryptedPackage"), "encrypted", "", "is encrypted and needs a password"},
		{"another Office file", ole(9, "Root Entry", "Contents"), "ole", "", "is an Office file of a kind that is not known here"},
		{"an Office file without a directory", ole(9)[:512], "ole", "", "is a damaged Office file"},

		{"plain text", []byte("Hello\nworld\n"), "text", "", "is text, not a recording or a deck"},
		{"text in UTF-16", []byte("\xff\xfeH\x00e\x00l\x00l\x00o\x00"), "text", "", "is text"},
		{"text in Latin-1", []byte("Gr\xfc\xdfe aus K\xf6ln, wie immer um diese Zeit"), "text", "", "is text"},
		{"text whose last character the look cuts", append(bytes.Repeat([]byte("a"), 65535), "ü"...), "text", "", "is text"},
		{"WebVTT", []byte("\xef\xbb\xbfWEBVTT - x\r\n\r\n00:00.000 --> 00:01.000\r\nHi\r\n"), "vtt", meeting.Captions, ""},
		{"a word that begins like WebVTT", []byte("WEBVTTX\n"), "text", "", "is text"},
		{"SubRip", []byte("\r\n1\r\n00:00:01,200 --> 00:00:21,000\r\nHi\r\n"), "srt", meeting.Captions, ""},
		{"SubRip in UTF-16", utf16le("1\n00:00:01,200 --> 00:00:21,000\nHi\n"), "srt", meeting.Captions, ""},
		{"YouTube's captions", []byte("0:00:01.200,0:00:21.000\r\nHi\r\n"), "sbv", meeting.Captions, ""},
		{"SubStation Alpha", []byte("\xef\xbb\xbf[Script Info]\r\nScriptType: v4.00+\r\n"), "ass", meeting.Captions, ""},
		{"TTML", []byte(`<?xml version="1.0"?><tt xmlns="http://www.w3.org/ns/ttml" xml:lang="en">`), "ttml", meeting.Captions, ""},
		{"EBU STL", append([]byte("850STL25.01"), make([]byte, 2000)...), "stl", meeting.Captions, ""},
		{"a numbered list is not SubRip", []byte("1\n00 --> 01\n"), "text", "", "is text"},
		{"HLS", []byte("#EXTM3U\n#EXT-X-VERSION:3\nfile:///etc/passwd\n"), "m3u8", "", "is an HLS playlist, which only refers to other files; add the recording itself"},
		{"ffconcat", []byte("ffconcat version 1.0\nfile /etc/passwd\n"), "ffconcat", "", "is an ffconcat script, which only refers to other files"},
		{"DASH", []byte(`<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011">`), "mpd", "", "is a DASH manifest, which only refers to other files"},
		{"HTML by doctype", []byte("\n<!DOCTYPE html>\n<title>x</title>"), "html", "", "is a web page"},
		{"HTML by its element", []byte("<HTML><body>x"), "html", "", "is a web page"},
		{"svg", []byte(`<!-- made by hand --><svg xmlns="http://www.w3.org/2000/svg"/>`), "svg", "", "is an image"},
		{"other XML", []byte(`<?xml version="1.0"?><a/>`), "xml", "", "is text"},
		{"a text in angle brackets", []byte("<chair> Good morning\n"), "text", "", "is text"},
		{"png", []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), "image/png", doc, ""},
		{"jpeg", []byte("\xff\xd8\xff\xe0\x00\x10JFIF"), "image/jpeg", doc, ""},
		{"bmp", append([]byte("BM\x00\x01\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00"), make([]byte, 40)...), "image/bmp", doc, ""},
		{"a word that begins like bmp", []byte("BMW is a maker of cars and of motorcycles."), "text", "", "is text"},
		{"a program", []byte("\x7fELF\x02\x01\x01"), "elf", "", "is a program"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := sniff.File(bytes.NewReader(tt.data), int64(len(tt.data)))
			if err != nil {
				t.Fatal(err)
			}
			if got.Name != tt.format || got.Role != tt.role {
				t.Errorf("is %q with role %q, want %q with %q (%s)", got.Name, got.Role, tt.format, tt.role, got.Refusal())
			}
			if !strings.HasPrefix(got.Refusal(), tt.reason) || (tt.reason == "") != (got.Refusal() == "") {
				t.Errorf("refusal %q, want %q", got.Refusal(), tt.reason)
			}
		})
	}
}

// A name deeper down is that of an embedded object, and does not count.
func TestIgnoresNamesBelowTheRootOfCompoundFiles(t *testing.T) {
	t.Parallel()
	data := ole(9, "Root Entry", "WordDocument", "ObjectPool", "PowerPoint Document")
	entry := data[1024:] // the directory
	entry[2*128+72], entry[2*128+73] = 0xff, 0xff
	entry[2*128+74], entry[2*128+75] = 0xff, 0xff                                   // ObjectPool has no sibling,
	entry[2*128+76], entry[2*128+77], entry[2*128+78], entry[2*128+79] = 3, 0, 0, 0 // but a child
	got, err := sniff.File(bytes.NewReader(data), int64(len(data)))
	if err != nil || got.Name != "doc" {
		t.Errorf("is %q (%v), want doc", got.Name, err)
	}
}

func TestReturnsReadErrors(t *testing.T) {
	t.Parallel()
	pptx := ooxml("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml")
	for _, good := range []int64{0, 40} { // at once; and within the archive
		_, err := sniff.File(broken{bytes.NewReader(pptx), good}, int64(len(pptx)))
		if !errors.Is(err, io.ErrNoProgress) {
			t.Errorf("broken at %d: error %v, want %v", good, err, io.ErrNoProgress)
		}
	}
}

// broken is a medium that cannot be read behind its start once it was read
// from there.
type broken struct {
	io.ReaderAt
	good int64
}

func (b broken) ReadAt(p []byte, off int64) (int, error) {
	if off >= b.good {
		return 0, io.ErrNoProgress
	}
	return b.ReaderAt.ReadAt(p, off)
}

func TestCaptions(t *testing.T) {
	t.Parallel()
	vtt := "WEBVTT\n"
	got, err := sniff.File(strings.NewReader(vtt), int64(len(vtt)))
	if err != nil || !got.Captions() {
		t.Errorf("File = %+v, %v, want captions", got, err)
	}
}

// TestOldTar: a tar of before POSIX has no magic number, and only its checksum tells.
func TestOldTar(t *testing.T) {
	t.Parallel()
	head := make([]byte, 1024)
	copy(head, "minutes.txt")
	copy(head[100:], "0000644\x000000000\x000000000\x0000000000000\x0000000000000\x00        ")
	sum := 0
	for _, b := range head[:512] {
		sum += int(b)
	}
	copy(head[148:], fmt.Sprintf("%06o\x00 ", sum))
	got, err := sniff.File(bytes.NewReader(head), int64(len(head)))
	if err != nil || got.Name != "tar" || !got.Archive() || !sniff.IsTar(head) {
		t.Errorf("%+v, %v", got, err)
	}
	head[0]++
	if sniff.IsTar(head) || sniff.IsTar(make([]byte, 512)) || sniff.IsTar(head[:100]) {
		t.Error("bytes with another checksum are a tar")
	}
}

// TestArchivesWithAPDF: an archive that begins with a PDF file is an archive.
func TestArchivesWithAPDF(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	body, err := w.CreateHeader(&zip.FileHeader{Name: "a.pdf", Method: zip.Store})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = body.Write([]byte("%PDF-1.7\n"))
	if err = w.Close(); err != nil {
		t.Fatal(err)
	}
	if got, err := sniff.File(bytes.NewReader(out.Bytes()), int64(out.Len())); err != nil || !got.Archive() {
		t.Errorf("%+v, %v", got, err)
	}
}
