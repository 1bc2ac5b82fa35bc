package bag

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
)

// Folder is where a bag is written.
type Folder interface {
	// Create makes a new file at a path below the bag, with its folders.
	Create(path string) (io.WriteCloser, error)
}

// Writer writes a bag. It holds no file in memory.
type Writer struct {
	folder  Folder
	names   Names
	payload []File
	tags    []File
	fetch   []fetched
}

// NewWriter returns a writer of a bag into an empty folder.
func NewWriter(folder Folder) *Writer { return &Writer{folder: folder} }

// Add writes a file. One below data/ belongs to the payload; any other one is a tag file.
func (w *Writer) Add(name string, content io.Reader) (File, error) {
	if err := w.take(name); err != nil {
		return File{}, err
	}
	file, err := w.folder.Create(name)
	if err != nil {
		return File{}, fmt.Errorf("write %s: %w", name, err)
	}
	f, err := sum(name, content, file)
	if err = errors.Join(err, file.Close()); err != nil {
		return File{}, err
	}
	w.note(f)
	return f, nil
}

// Link adds a payload file that stays elsewhere: fetch.txt names its address. The content is
// read for its checksums, and not written.
func (w *Writer) Link(name, address string, content io.Reader) (File, error) {
	if u, err := url.Parse(address); err != nil || !u.IsAbs() || strings.ContainsAny(address, " \t\r\n") {
		return File{}, fmt.Errorf("link %s: %q is not an address", name, address)
	}
	if err := w.take(name); err != nil {
		return File{}, err
	}
	if !inPayload(name) {
		return File{}, fmt.Errorf("link %s: only files below data/ can stay elsewhere", name)
	}
	f, err := sum(name, content, io.Discard)
	if err != nil {
		return File{}, err
	}
	w.note(f)
	w.fetch = append(w.fetch, fetched{name, address, f.Size})
	return f, nil
}

func (w *Writer) take(name string) error {
	if wrong := CheckPath(name); wrong != "" {
		return fmt.Errorf("write %q into the bag: the path %s", name, wrong)
	}
	if !w.names.Take(name) {
		return fmt.Errorf("write %q into the bag: the path is taken, or differs from another only in case or Unicode normalisation", name)
	}
	return nil
}

func (w *Writer) note(f File) {
	if inPayload(f.Path) {
		w.payload = append(w.payload, f)
	} else {
		w.tags = append(w.tags, f)
	}
}

// sum copies content and returns its size and checksums.
func sum(name string, content io.Reader, to io.Writer) (File, error) {
	s256, s512 := sha256.New(), sha512.New()
	size, err := io.CopyBuffer(io.MultiWriter(s256, s512, to), onlyReader{content}, make([]byte, 256<<10))
	if err != nil {
		return File{}, fmt.Errorf("write %s: %w", name, err)
	}
	return File{name, size, map[string]string{SHA256: hex.EncodeToString(s256.Sum(nil)), SHA512: hex.EncodeToString(s512.Sum(nil))}}, nil
}

// onlyReader hides the WriterTo of a reader, which would not use our buffer.
type onlyReader struct{ io.Reader }

// Payload returns the files of the payload that were written so far.
func (w *Writer) Payload() []File { return w.payload }

// Oxum is the Payload-Oxum of a list of payload files.
func Oxum(files []File) (bytes int64, text string) {
	o := oxumOf(files)
	return o.bytes, o.String()
}

func oxumOf(files []File) (o oxum) {
	for _, f := range files {
		o.bytes += f.Size
		o.files++
	}
	return o
}

// PayloadManifest is the manifest with the SHA-256 of payload files. Two bags with the same one
// have the same payload.
func PayloadManifest(files []File) string { return formatManifest(files, SHA256) }

// Close writes the manifests, bagit.txt and bag-info.txt with these fields and Payload-Oxum.
// Without it the folder is no bag.
func (w *Writer) Close(info []Field) error {
	_, oxum := Oxum(w.payload)
	info = append(append([]Field(nil), info...), Field{"Payload-Oxum", oxum})
	type file struct{ name, content string }
	list := []file{{declaration, declared}, {infoFile, formatInfo(info)}}
	if len(w.fetch) > 0 {
		list = append(list, file{fetchFile, formatFetch(w.fetch)})
	}
	for _, algorithm := range []string{SHA256, SHA512} {
		list = append(list, file{manifestName(listPrefix, algorithm), formatManifest(w.payload, algorithm)})
	}
	for _, f := range list {
		if _, err := w.Add(f.name, strings.NewReader(f.content)); err != nil {
			return err
		}
	}
	tags := w.tags // tag manifests do not list each other
	for _, algorithm := range []string{SHA256, SHA512} {
		if _, err := w.Add(manifestName(tagPrefix, algorithm), strings.NewReader(formatManifest(tags, algorithm))); err != nil {
			return err
		}
	}
	return nil
}
