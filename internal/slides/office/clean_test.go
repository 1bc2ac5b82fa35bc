package office_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"image"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/slides/office"
	"proceedings/internal/slides/slidestest"
)

func standardOf(part string) office.Standard {
	if strings.HasPrefix(part, "ppt/") {
		return office.OpenXML
	}
	return office.OpenDocument
}

// clean is the copy of an archive, opened, and what is not in it.
func clean(t *testing.T, a *office.Archive, standard office.Standard) (*office.Archive, office.Cleaned) {
	t.Helper()
	var out bytes.Buffer
	found, err := a.Clean(&out, standard)
	if err != nil {
		t.Fatal(err)
	}
	again, err := open(t, out.Bytes(), limits())
	if err != nil {
		t.Fatal(err)
	}
	return again, found
}

func TestCleanTakesOutWhatCouldActOrLoad(t *testing.T) {
	t.Parallel()

	const relations = "ppt/slides/_rels/s.xml.rels"
	tests := []struct {
		name, part, content string
		want                string // "" if the part goes
		found               office.Cleaned
	}{
		{"a second prefix does not hide where a picture is", "content.xml", `<d:image x:href="file:///x" y:href="Pictures/a.png"/>`, `<d:image x:href="" y:href=""/>`, office.Cleaned{Links: 1}},
		{"nor does its order", "content.xml", `<d:image y:href="Pictures/a.png" x:href="file:///x"/>`, `<d:image y:href="" x:href=""/>`, office.Cleaned{Links: 1}},
		{"a folder called ppt hides nothing in OpenDocument", "x/ppt/content.xml", `<image href="http://x"/>`, `<image href=""/>`, office.Cleaned{Links: 1}},
		{"a way out in the middle of a path", "content.xml", `<image href="Pictures/../../x"/>`, `<image href=""/>`, office.Cleaned{Links: 1}},
		{"an event that runs a macro", "content.xml", `<p><event-listener href="vnd.sun.star.script:Standard.M.x"/>t</p>`, `<p>t</p>`, office.Cleaned{Macros: true}},
		{"an event that starts a program", "content.xml", `<p><event-listener action="execute" href="/bin/sh"/>t</p>`, `<p>t</p>`, office.Cleaned{}},
		{"an event that goes to another slide stays", "content.xml", `<event-listener action="show" href="#page2"/>`, `<event-listener action="show" href="#page2"/>`, office.Cleaned{}},
		{"scripts in the text", "content.xml", `<a><scripts><l><module>x</module></l></scripts><script>x</script>t</a>`, `<a>t</a>`, office.Cleaned{Macros: true}},
		{"a table from elsewhere", "content.xml", `<t><table-source href="http://x"><b/></table-source>t</t>`, `<t>t</t>`, office.Cleaned{Links: 1}},
		{"figures by DDE", "content.xml", `<t><dde-link><dde-source x="soffice"/></dde-link>t</t>`, `<t>t</t>`, office.Cleaned{Links: 2}},
		{"an object of another program leaves its picture", "content.xml", `<f><object-ole href="./Object 1"/><image href="./R/1"/></f>`, `<f><image href="./R/1"/></f>`, office.Cleaned{Objects: 1}},
		{"applets and frames", "content.xml", `<f><applet><param/></applet><floating-frame href="http://x"/></f>`, `<f></f>`, office.Cleaned{Objects: 2}},
		{"an object that is elsewhere", "content.xml", `<f><object href="../x.odt"/><image href="a"/></f>`, `<f><image href="a"/></f>`, office.Cleaned{Links: 1}},
		{"a chart's way to what holds it stays", "Object 1/content.xml", `<chart href=".."/>`, `<chart href=".."/>`, office.Cleaned{}},
		{"settings that name files", "settings.xml", `<s><config-item config:name="ColorTableURL">http://x</config-item><config-item config:name="ZoomX">1</config-item></s>`, `<s><config-item config:name="ZoomX">1</config-item></s>`, office.Cleaned{}},
		{"a document type, which could add attributes", "content.xml", `<!DOCTYPE p [<!ATTLIST image href CDATA "file:///x">]><p><image/></p>`, `<p><image/></p>`, office.Cleaned{}},
		{"UTF-16 becomes UTF-8", "content.xml", "\xff\xfe" + wide(`<?xml version="1.0" encoding="UTF-16"?><image href="http://x"/>`), `<image href=""/>`, office.Cleaned{Links: 1}},
		{"UTF-16 without a mark does, too", "content.xml", wide(`<image href="http://x"/>`), `<image href=""/>`, office.Cleaned{Links: 1}},
		{"Latin-1 becomes UTF-8", "content.xml", "<?xml version='1.0' encoding='iso-8859-1'?><image href=\"http://\xe9\"/>", `<image href=""/>`, office.Cleaned{Links: 1}},
		{"a macro library", "Basic/Standard/Module1.xml", `<m/>`, "", office.Cleaned{Macros: true}},
		{"an empty list of libraries is no macro", "Basic/script-lc.xml", `<m/>`, "", office.Cleaned{}},
		{"a script", "Scripts/python/x.py", `print()`, "", office.Cleaned{Macros: true}},
		{"a signature, which no longer fits", "META-INF/documentsignatures.xml", `<m/>`, "", office.Cleaned{}},
		{"a drawing's picture on the disk", "Pictures/a.bin", `<?xml version="1.0"?><svg><image href="file:///x"/><image href="x.png"/><use href="#a"/><script>x</script></svg>`, `<?xml version="1.0"?><svg><image href=""/><image href=""/><use href="#a"/></svg>`, office.Cleaned{Links: 2}},
		{"a drawing in pptx", "ppt/media/a.png", `<x><svg:svg xmlns:svg="s"><image href="file:///x"/></svg:svg></x>`, `<x><svg:svg xmlns:svg="s"><image href=""/></svg:svg></x>`, office.Cleaned{Links: 1}},
		{"a drawing with entities", "Pictures/a.svg", `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>`, "", office.Cleaned{Entities: 1}},
		{"a damaged drawing", "Pictures/a.svg", `<svg><`, "", office.Cleaned{Broken: 1}},
		{"an embedded file of pptx", "ppt/embeddings/o.bin", "x", "", office.Cleaned{}},
		{"a control", "ppt/activeX/a.xml", "<x/>", "", office.Cleaned{}},
		{"macros of pptm", "ppt/vbaProject.bin", "x", "", office.Cleaned{Macros: true}},
		{"a document type in pptx", "ppt/slides/s.xml", `<!DOCTYPE a [<!ATTLIST a b CDATA "c">]><a/>`, `<a/>`, office.Cleaned{}},
		{"an embedded object", relations, `<Relationship Id="1" Type="t/oleObject" Target="../embeddings/o.bin"/>`, `<Relationship Id="1" Type="t/oleObject" Target=""/>`, office.Cleaned{Objects: 1}},
		{"a linked object", relations, `<Relationship Id="1" Type="t/oleObject" Target="file:///x" TargetMode="External"/>`, `<Relationship Id="1" Type="t/oleObject" Target="" TargetMode="External"/>`, office.Cleaned{Links: 1}},
		{"macros by their relation", relations, `<Relationship Id="1" Type="t/vbaProject" Target="m.dat"/>`, `<Relationship Id="1" Type="t/vbaProject" Target=""/>`, office.Cleaned{Macros: true}},
		{"an address that is not said to be outside", relations, `<Relationship Id="1" Type="t/image" Target="http://x"/>`, `<Relationship Id="1" Type="t/image" Target=""/>`, office.Cleaned{Links: 1}},
		{"notes, which no page shows", "ppt/notesSlides/n.xml", `<n/>`, "", office.Cleaned{}},
		{"the way to them", relations, `<R><Relationship Id="1" Type="t/notesSlide" Target="../notesSlides/n.xml"/></R>`, `<R></R>`, office.Cleaned{}},
		{"notes that are outside are a link", relations, `<Relationship Id="1" Type="t/notesSlide" Target="http://x" TargetMode="External"/>`, `<Relationship Id="1" Type="t/notesSlide" Target="" TargetMode="External"/>`, office.Cleaned{Links: 1}},
		{"notes in OpenDocument", "content.xml", `<page><p>t</p><presentation:notes><frame>n</frame></presentation:notes></page>`, `<page><p>t</p></page>`, office.Cleaned{}},
		{"a picture within stays", relations, `<Relationship Id="1" Type="t/image" Target="../media/a.png"/>`, `<Relationship Id="1" Type="t/image" Target="../media/a.png"/>`, office.Cleaned{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, err := open(t, slidestest.Zip(t, slidestest.Part{Name: tt.part, Content: tt.content}, slidestest.Part{Name: "kept"}), limits())
			if err != nil {
				t.Fatal(err)
			}
			copied, found := clean(t, a, standardOf(tt.part))
			var got []byte
			if copied.Has(tt.part) {
				if got, err = copied.Read(tt.part); err != nil {
					t.Fatal(err)
				}
			}
			if string(got) != tt.want || (tt.want == "") != !copied.Has(tt.part) {
				t.Errorf("%s = %q, want %q", tt.part, got, tt.want)
			}
			if found.Links != tt.found.Links || found.Objects != tt.found.Objects || found.Macros != tt.found.Macros || found.Broken != tt.found.Broken || found.Entities != tt.found.Entities {
				t.Errorf("found %+v, want %+v", found, tt.found)
			}
			if !copied.Has("kept") {
				t.Error("another part is gone")
			}
		})
	}
}

// A link to follow is loaded by nobody, unless a picture borrows its relation.
func TestCleanSeesWhatALinkIsUsedFor(t *testing.T) {
	t.Parallel()

	const rels = `<R><Relationship Id="r1" Type="t/hyperlink" Target="http://x" TargetMode="External"/></R>`
	for name, tt := range map[string]struct {
		slide string
		links int
	}{
		"to follow":    {`<s><hlinkClick r:id="r1"/></s>`, 0},
		"to fetch":     {`<s><hlinkClick r:id="r1"/><blip r:link="r1"/></s>`, 1},
		"not readable": {`<s`, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, err := open(t, slidestest.Zip(t, slidestest.Part{Name: "ppt/slides/_rels/s.xml.rels", Content: rels}, slidestest.Part{Name: "ppt/slides/s.xml", Content: tt.slide}), limits())
			if err != nil {
				t.Fatal(err)
			}
			if _, found := clean(t, a, office.OpenXML); found.Links != tt.links {
				t.Errorf("%d links are cut, want %d", found.Links, tt.links)
			}
		})
	}
}

func TestCleanRefuses(t *testing.T) {
	t.Parallel()

	for _, tt := range []struct{ name, content, reason string }{
		{"entities", `<!DOCTYPE a [<!ENTITY x "y">]><a/>`, "is damaged: content.xml: it declares entities"},
		{"an encoding that others may read otherwise", `<?xml version="1.0" encoding="UTF-7"?><a/>`, `is damaged: content.xml: encoding "utf-7" is not known`},
		{"what ends within an element that goes", `<a><scripts>`, "is damaged: content.xml: it ends within an element"},
		{"groups that nest too deep", strings.Repeat("<g a='>'>", 21) + strings.Repeat("</g>", 21), "is damaged: content.xml: its elements nest too deep"},
		{"too many elements", "<a>" + strings.Repeat("<b/><!-- <c> -->", 1000) + "</a>", "is damaged: content.xml: it has too many elements"},
		{"what is encrypted", `<manifest><encryption-data/></manifest>`, "is encrypted and needs a password"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, err := open(t, slidestest.Zip(t, slidestest.Part{Name: "content.xml", Content: tt.content}), limits())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := a.Clean(io.Discard, office.OpenDocument); fault.Reason(err) != tt.reason {
				t.Errorf("Clean = %v, want %q", err, tt.reason)
			}
		})
	}
}

// TestTheCopyIsReadInOneWayOnly: names, sizes and places are said anew.
func TestTheCopyIsReadInOneWayOnly(t *testing.T) {
	t.Parallel()

	data := slidestest.Zip(t,
		slidestest.Part{Name: `a\b.xml`, Content: "<a>first</a>"},
		slidestest.Part{Name: "A/B.xml", Content: "<a>second</a>"},
		slidestest.Part{Name: "../../c.xml", Content: "<a/>"},
		slidestest.Part{Name: "/d.txt", Content: strings.Repeat("d", 99)},
		slidestest.Part{Name: "broken.txt", Content: "broken"})
	local := bytes.Index(data, []byte("d.txt"))
	copy(data[local:], "e.txt") // the name in the local header is another
	sum := bytes.LastIndex(data, []byte("broken.txt")) - 46 + 16
	data[sum]++
	a, err := open(t, data, limits())
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	found, err := a.Clean(&out, office.OpenXML)
	if err != nil || found.Broken != 1 {
		t.Fatalf("Clean = %+v, %v, want one part to be broken", found, err)
	}
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
		if bytes.Count(out.Bytes(), []byte(f.Name)) != 2 {
			t.Errorf("%s is not once in the directory and once before its content", f.Name)
		}
	}
	if want := []string{"a/b.xml", "d.txt"}; !slices.Equal(names, want) {
		t.Errorf("names %q, want %q", names, want)
	}
}

func TestMeasureRefuses(t *testing.T) {
	t.Parallel()

	overlapping := slidestest.Zip(t, slidestest.Part{Name: "a", Content: strings.Repeat("a", 200)}, slidestest.Part{Name: "b", Content: strings.Repeat("a", 200)})
	second := bytes.LastIndex(overlapping, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(overlapping[second+42:], 0) // where its local header is
	locked := slidestest.Zip(t, slidestest.Part{Name: "a", Content: "a"})
	locked[bytes.LastIndex(locked, []byte("PK\x01\x02"))+8] |= 1
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(make([]byte, 2<<20)); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		data   []byte
		reason string
	}{
		{"parts that share their bytes", overlapping, "is damaged: a and b lie over each other"},
		{"an encrypted part", locked, "is encrypted and needs a password"},
		{"a bomb in what is compressed once more", slidestest.Zip(t, slidestest.Part{Name: "a.svgz", Content: packed.String()}), "has a part that is larger than 1 MB: a.svgz"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, err := open(t, tt.data, limits())
			if err == nil {
				err = a.Measure()
			}
			if fault.Reason(err) != tt.reason {
				t.Errorf("Measure = %v, want %q", err, tt.reason)
			}
		})
	}
}

func TestHugePicturesAreLeftOut(t *testing.T) {
	t.Parallel()

	var small bytes.Buffer
	if err := png.Encode(&small, image.NewGray(image.Rect(0, 0, 2, 2))); err != nil {
		t.Fatal(err)
	}
	large := bytes.Clone(small.Bytes())
	binary.BigEndian.PutUint32(large[16:], 20_000)
	binary.BigEndian.PutUint32(large[20:], 5_001)
	binary.BigEndian.PutUint32(large[29:], crcOf(large[12:29]))
	a, err := open(t, slidestest.Zip(t, slidestest.Part{Name: "small", Content: small.String()}, slidestest.Part{Name: "large", Content: string(large)}), limits())
	if err != nil {
		t.Fatal(err)
	}
	copied, found := clean(t, a, office.OpenDocument)
	if !copied.Has("small") || copied.Has("large") || !slices.Equal(found.Huge, []string{"20000×5001"}) {
		t.Errorf("parts %q, found %+v", copied.Names(), found)
	}
}

func TestADirectoryOf64BitNumbersIsHeldToTheSameLimits(t *testing.T) {
	t.Parallel()

	data := slidestest.Zip(t, slidestest.Part{Name: "a", Content: "a"})
	end := bytes.LastIndex(data, []byte("PK\x05\x06"))
	with := func(entries, length, offset uint64) []byte {
		record := make([]byte, 56+20)
		copy(record, "PK\x06\x06")
		binary.LittleEndian.PutUint64(record[4:], 44)
		binary.LittleEndian.PutUint64(record[24:], entries)
		binary.LittleEndian.PutUint64(record[32:], entries)
		binary.LittleEndian.PutUint64(record[40:], length)
		binary.LittleEndian.PutUint64(record[48:], offset)
		copy(record[56:], "PK\x06\x07")
		binary.LittleEndian.PutUint64(record[64:], uint64(end)) //nolint:gosec // a place in it
		binary.LittleEndian.PutUint32(record[72:], 1)
		last := bytes.Clone(data[end:])
		copy(last[8:], "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff")
		return slices.Concat(data[:end], record, last)
	}
	offset := uint64(binary.LittleEndian.Uint32(data[end+16:]))
	length := uint64(binary.LittleEndian.Uint32(data[end+12:]))
	for _, tt := range []struct {
		name   string
		data   []byte
		reason string
	}{
		{"an honest one", with(1, length, offset), ""},
		{"too many entries", with(11, length, offset), "has more than 10 parts"},
		{"a place that is not in the file", with(1, length, 1<<40), "is damaged: its directory is not where its end says"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, err := open(t, tt.data, limits())
			if fault.Reason(err) != tt.reason || (err == nil && !a.Has("a")) {
				t.Errorf("Open = %v, want %q", err, tt.reason)
			}
		})
	}
}

// FuzzClean holds the law that what was cleaned has nothing left to clean.
func FuzzClean(f *testing.F) {
	f.Add(`<p><d:image x:href = "file:///x" y='"'/></p>`, false)
	f.Add(`<a ><b href='..' href=".."/></a>`, false)
	f.Add(`<svg><image href="x"/><script>a</script></svg>`, true)
	f.Add(`<R><Relationship Id="1" Type="t/hyperlink" Target="http://x" TargetMode="External"/></R>`, true)
	f.Fuzz(func(t *testing.T, content string, openXML bool) {
		standard, name := office.OpenDocument, "content.xml"
		if openXML {
			standard, name = office.OpenXML, "ppt/_rels/a.rels"
		}
		a, err := open(t, slidestest.Zip(t, slidestest.Part{Name: name, Content: content}), limits())
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if _, err = a.Clean(&out, standard); err != nil {
			return
		}
		again, found := clean(t, must(t, out.Bytes()), standard)
		if found.Links > 0 || found.Objects > 0 || found.Broken > 0 {
			first, _ := must(t, out.Bytes()).Read(name)
			second, _ := again.Read(name)
			t.Fatalf("%+v was left in %q, now %q", found, first, second)
		}
	})
}

// FuzzArchive holds the laws that the copy of any archive that passes is one
// of parts that can all be read, none of them under the name of another.
func FuzzArchive(f *testing.F) {
	f.Add(slidestest.Zip(f, slidestest.Part{Name: "content.xml", Content: "<a>text</a>"}, slidestest.Part{Name: `b\..\c`, Content: "x"}))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := open(t, data, limits())
		if err != nil {
			return
		}
		var out bytes.Buffer
		if _, err = a.Clean(&out, office.OpenDocument); err != nil {
			if !fault.IsPermanent(err) {
				t.Fatalf("Clean = %v, want a refusal: no disk failed", err)
			}
			return
		}
		z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
		if err != nil {
			t.Fatalf("the copy: %v", err)
		}
		seen := map[string]bool{}
		for _, file := range z.File {
			key := strings.ToLower(file.Name)
			if seen[key] || strings.Contains(key, `\`) || strings.HasPrefix(key, "/") || strings.Contains("/"+key+"/", "/../") {
				t.Fatalf("the copy has a part %q", file.Name)
			}
			seen[key] = true
			if r, err := file.Open(); err != nil {
				t.Fatalf("the copy: %s: %v", file.Name, err)
			} else if _, err := io.Copy(io.Discard, r); err != nil {
				t.Fatalf("the copy: %s: %v", file.Name, err)
			}
		}
	})
}
