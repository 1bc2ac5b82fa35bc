package preservation

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"time"

	"proceedings/internal/bag"
	"proceedings/internal/preservation/metadata"
	"proceedings/internal/pronom"
	"proceedings/internal/words"
)

// identify finds the formats of the originals. A failure does not stop the export: the
// files are whole without it.
func (x *Exporter) identify(ctx context.Context, dir string, s *metadata.Subject) (known int, note string, err error) {
	var at []int
	var paths []string
	for i, f := range s.Files {
		if f.Use == metadata.Original {
			at, paths = append(at, i), append(paths, filepath.FromSlash(f.Path))
		}
	}
	if x.Formats == nil || len(paths) == 0 {
		return 0, "The formats were not identified.", nil
	}
	tool, list, err := x.Formats(ctx, dir, paths)
	if ctx.Err() != nil {
		return 0, "", err
	}
	if err != nil {
		return 0, fmt.Sprintf("The formats were not identified: %v.", err), nil
	}
	s.Tool = tool
	for i, f := range list {
		s.Files[at[i]].Format = f
	}
	if known = pronom.Known(list); known < len(list) {
		note = fmt.Sprintf("The formats of %s are not known to PRONOM.", words.Count(len(list)-known, "original"))
	}
	return known, note, nil
}

// describe writes the metadata.
func (x *Exporter) describe(w *bag.Writer, p Plan, s metadata.Subject) error {
	var references []metadata.Reference
	write := func(name string, data []byte, err error) error {
		if err == nil {
			_, err = w.Add(metadata.Folder+"/"+name, bytes.NewReader(data))
		}
		references = append(references, metadata.Reference{Name: name, Size: int64(len(data)), SHA256: sumOf(data)})
		return err
	}
	dc, err := metadata.DublinCore(s)
	if err = write(dcFile, dc, err); err != nil {
		return err
	}
	premis, err := metadata.PREMIS(s)
	if err = write(premisFile, premis, err); err != nil {
		return err
	}
	mets, err := metadata.METS(s, references[0], references[1])
	if err = write(metsFile, mets, err); err != nil {
		return err
	}
	for _, t := range p.tags {
		if _, err = w.Add(t.path, bytes.NewReader(t.data)); err != nil {
			return err
		}
	}
	return nil
}

// info are the fields of bag-info.txt.
func (x *Exporter) info(p Plan) []bag.Field {
	m := p.Meeting
	list := []bag.Field{
		{Label: "Bagging-Date", Value: x.Now().UTC().Format(time.DateOnly)},
		{Label: "External-Identifier", Value: m.ID},
		{Label: "External-Description", Value: m.Title},
		{Label: "Internal-Sender-Description", Value: "Proceedings record, revision " + strconv.Itoa(m.Revision)},
		{Label: "Bag-Size", Value: words.Size(p.Bytes())},
		{Label: "Bag-Software-Agent", Value: x.Program},
	}
	if m.Rights.Holder != "" {
		list = append([]bag.Field{{Label: "Source-Organization", Value: m.Rights.Holder}}, list...)
	}
	return list
}
