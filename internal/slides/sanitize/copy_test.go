package sanitize_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"image"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/slides/office"
	"proceedings/internal/slides/sanitize"
	"proceedings/internal/slides/slidestest"
)

func standardOf(part string) sanitize.Standard {
	if strings.HasPrefix(part, "ppt/") {
		return sanitize.OpenXML
	}
	return sanitize.OpenDocument
}

// copyOf is the opened copy of an archive, and what it lacks.
func copyOf(t *testing.T, a *office.Archive, standard sanitize.Standard) (*office.Archive, sanitize.Removed) {
	t.Helper()
	var out bytes.Buffer
	found, err := sanitize.Copy(&out, a, standard)
	if err != nil {
		t.Fatal(err)
	}
	again, err := open(t, out.Bytes(), limits())
	if err != nil {
		t.Fatal(err)
	}
	return again, found
}

func TestCopyRemovesWhatRunsOrLoads(t *testing.T) {
	t.Parallel()

	const relations = "ppt/slides/_rels/s.xml.rels"
	tests := []struct {
		name, part, content string
		want                string // "" if the part goes
		found               sanitize.Removed
	}{
		{"a second prefix does not hide the reference of an image", "content.xml", `<d:image x:href="file:///x" y:href="Pictures/a.png"/>`, `<d:image x:href="" y:href=""/>`, sanitize.Removed{Links: 1}},
		{"whatever the order of the attributes", "content.xml", `<d:image y:href="Pictures/a.png" x:href="file:///x"/>`, `<d:image y:href="" x:href=""/>`, sanitize.Removed{Links: 1}},
		{"a folder called ppt hides nothing in OpenDocument", "x/ppt/content.xml", `<image href="http://x"/>`, `<image href=""/>`, sanitize.Removed{Links: 1}},
		{"a path that leads out of the archive in its middle", "content.xml", `<image href="Pictures/../../x"/>`, `<image href=""/>`, sanitize.Removed{Links: 1}},
		{"an event that runs a macro", "content.xml", `<p><event-listener href="vnd.sun.star.script:Standard.M.x"/>t</p>`, `<p>t</p>`, sanitize.Removed{Macros: true}},
		{"an event that starts a program", "content.xml", `<p><event-listener action="execute" href="/bin/sh"/>t</p>`, `<p>t</p>`, sanitize.Removed{}},
		{"an event that goes to another slide is kept", "content.xml", `<event-listener action="show" href="#page2"/>`, `<event-listener action="show" href="#page2"/>`, sanitize.Removed{}},
		{"scripts in the text", "content.xml", `<a><scripts><l><module>x</module></l></scripts><script>x</script>t</a>`, `<a>t</a>`, sanitize.Removed{Macros: true}},
		{"an external table", "content.xml", `<t><table-source href="http://x"><b/></table-source>t</t>`, `<t>t</t>`, sanitize.Removed{Links: 1}},
		{"data by DDE", "content.xml", `<t><dde-link><dde-source x="soffice"/></dde-link>t</t>`, `<t>t</t>`, sanitize.Removed{Links: 2}},
		{"an embedded object keeps its preview image", "content.xml", `<f><object-ole href="./Object 1"/><image href="./R/1"/></f>`, `<f><image href="./R/1"/></f>`, sanitize.Removed{Objects: 1}},
		{"applets and frames", "content.xml", `<f><applet><param/></applet><floating-frame href="http://x"/></f>`, `<f></f>`, sanitize.Removed{Objects: 2}},
		{"an external object", "content.xml", `<f><object href="../x.odt"/><image href="a"/></f>`, `<f><image href="a"/></f>`, sanitize.Removed{Links: 1}},
		{"a chart may refer to its container", "Object 1/content.xml", `<chart href=".."/>`, `<chart href=".."/>`, sanitize.Removed{}},
		{"settings that name files", "settings.xml", `<s><config-item config:name="ColorTableURL">http://x</config-item><config-item config:name="ZoomX">1</config-item></s>`, `<s><config-item config:name="ZoomX">1</config-item></s>`, sanitize.Removed{}},
		{"a document type, which could add attributes", "content.xml", `<!DOCTYPE p [<!ATTLIST image href CDATA "file:///x">]><p><image/></p>`, `<p><image/></p>`, sanitize.Removed{}},
		{"UTF-16 becomes UTF-8", "content.xml", "\xff\xfe" + utf16LE(`<?xml version="1.0" encoding="UTF-16"?><image href="http://x"/>`), `<image href=""/>`, sanitize.Removed{Links: 1}},
		{"UTF-16 without a byte order mark becomes UTF-8", "content.xml", utf16LE(`<image href="http://x"/>`), `<image href=""/>`, sanitize.Removed{Links: 1}},
		{"Latin-1 becomes UTF-8", "content.xml", "<?xml version='1.0' encoding='iso-8859-1'?><image href=\"http://\xe9\"/>", `<image href=""/>`, sanitize.Removed{Links: 1}},
		{"a macro library", "Basic/Standard/Module1.xml", `<m/>`, "", sanitize.Removed{Macros: true}},
		{"an empty list of libraries is not a macro", "Basic/script-lc.xml", `<m/>`, "", sanitize.Removed{}},
		{"a script", "Scripts/python/x.py", `print()`, "", sanitize.Removed{Macros: true}},
		{"a signature, which is no longer valid", "META-INF/documentsignatures.xml", `<m/>`, "", sanitize.Removed{}},
		{"an image on the disk in a drawing", "Pictures/a.bin", `<?xml version="1.0"?><svg><image href="file:///x"/><image href="x.png"/><use href="#a"/><script>x</script></svg>`, `<?xml version="1.0"?><svg><image href=""/><image href=""/><use href="#a"/></svg>`, sanitize.Removed{Links: 2}},
		{"a drawing in pptx", "ppt/media/a.png", `<x><svg:svg xmlns:svg="s"><image href="file:///x"/></svg:svg></x>`, `<x><svg:svg xmlns:svg="s"><image href=""/></svg:svg></x>`, sanitize.Removed{Links: 1}},
		{"a drawing with entities", "Pictures/a.svg", `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>`, "", sanitize.Removed{Entities: 1}},
		{"a damaged drawing", "Pictures/a.svg", `<svg><`, "", sanitize.Removed{Damaged: 1}},
		{"an embedded file of pptx", "ppt/embeddings/o.bin", "x", "", sanitize.Removed{}},
		{"a control", "ppt/activeX/a.xml", "<x/>", "", sanitize.Removed{}},
		{"macros of pptm", "ppt/vbaProject.bin", "x", "", sanitize.Removed{Macros: true}},
		{"a document type in pptx", "ppt/slides/s.xml", `<!DOCTYPE a [<!ATTLIST a b CDATA "c">]><a/>`, `<a/>`, sanitize.Removed{}},
		{"an embedded object", relations, `<Relationship Id="1" Type="t/oleObject" Target="../embeddings/o.bin"/>`, `<Relationship Id="1" Type="t/oleObject" Target=""/>`, sanitize.Removed{Objects: 1}},
		{"a linked object", relations, `<Relationship Id="1" Type="t/oleObject" Target="file:///x" TargetMode="External"/>`, `<Relationship Id="1" Type="t/oleObject" Target="" TargetMode="External"/>`, sanitize.Removed{Links: 1}},
		{"macros by relation", relations, `<Relationship Id="1" Type="t/vbaProject" Target="m.dat"/>`, `<Relationship Id="1" Type="t/vbaProject" Target=""/>`, sanitize.Removed{Macros: true}},
		{"an address that is not declared external", relations, `<Relationship Id="1" Type="t/image" Target="http://x"/>`, `<Relationship Id="1" Type="t/image" Target=""/>`, sanitize.Removed{Links: 1}},
		{"notes", "ppt/notesSlides/n.xml", `<n/>`, "", sanitize.Removed{}},
		{"the relation to notes", relations, `<R><Relationship Id="1" Type="t/notesSlide" Target="../notesSlides/n.xml"/></R>`, `<R></R>`, sanitize.Removed{}},
		{"external notes are a link", relations, `<Relationship Id="1" Type="t/notesSlide" Target="http://x" TargetMode="External"/>`, `<Relationship Id="1" Type="t/notesSlide" Target="" TargetMode="External"/>`, sanitize.Removed{Links: 1}},
		{"notes in OpenDocument", "content.xml", `<page><p>t</p><presentation:notes><frame>n</frame></presentation:notes></page>`, `<page><p>t</p></page>`, sanitize.Removed{}},
		{"an image in the archive is kept", relations, `<Relationship Id="1" Type="t/image" Target="../media/a.png"/>`, `<Relationship Id="1" Type="t/image" Target="../media/a.png"/>`, sanitize.Removed{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, err := open(t, slidestest.Zip(t, slidestest.Part{Name: tt.part, Content: tt.content}, slidestest.Part{Name: "kept"}), limits())
			if err != nil {
				t.Fatal(err)
			}
			copied, found := copyOf(t, a, standardOf(tt.part))
			var got []byte
			if copied.Has(tt.part) {
				if got, err = copied.Read(tt.part); err != nil {
					t.Fatal(err)
				}
			}
			if string(got) != tt.want || (tt.want == "") != !copied.Has(tt.part) {
				t.Errorf("%s = %q, want %q", tt.part, got, tt.want)
			}
			if found.Links != tt.found.Links || found.Objects != tt.found.Objects || found.Macros != tt.found.Macros || found.Damaged != tt.found.Damaged || found.Entities != tt.found.Entities {
				t.Errorf("found %+v, want %+v", found, tt.found)
			}
			if !copied.Has("kept") {
				t.Error("another part is missing")
			}
		})
	}
}

// No program loads a link to follow, unless an image uses its relation, too.
func TestCopyKeepsOnlyFollowedLinks(t *testing.T) {
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
			if _, found := copyOf(t, a, sanitize.OpenXML); found.Links != tt.links {
				t.Errorf("%d links removed, want %d", found.Links, tt.links)
			}
		})
	}
}

func TestCopyRefuses(t *testing.T) {
	t.Parallel()

	for _, tt := range []struct{ name, content, reason string }{
		{"entities", `<!DOCTYPE a [<!ENTITY x "y">]><a/>`, "is damaged: content.xml: it declares entities"},
		{"an encoding that programs decode differently", `<?xml version="1.0" encoding="UTF-7"?><a/>`, `is damaged: content.xml: encoding "utf-7" is not known`},
		{"a text that ends within a removed element", `<a><scripts>`, "is damaged: content.xml: it ends within an element"},
		{"groups that nest too deep", strings.Repeat("<g a='>'>", 21) + strings.Repeat("</g>", 21), "is damaged: content.xml: its elements nest too deep"},
		{"too many elements", "<a>" + strings.Repeat("<b/><!-- <c> -->", 1000) + "</a>", "is damaged: content.xml: it has too many elements"},
		{"an encrypted part", `<manifest><encryption-data/></manifest>`, "is encrypted and needs a password"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, err := open(t, slidestest.Zip(t, slidestest.Part{Name: "content.xml", Content: tt.content}), limits())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := sanitize.Copy(io.Discard, a, sanitize.OpenDocument); fault.Reason(err) != tt.reason {
				t.Errorf("Copy = %v, want %q", err, tt.reason)
			}
		})
	}
}

// TestCopyIsUnambiguous: names, sizes and offsets are written anew.
func TestCopyIsUnambiguous(t *testing.T) {
	t.Parallel()

	data := slidestest.Zip(t,
		slidestest.Part{Name: `a\b.xml`, Content: "<a>first</a>"},
		slidestest.Part{Name: "A/B.xml", Content: "<a>second</a>"},
		slidestest.Part{Name: "../../c.xml", Content: "<a/>"},
		slidestest.Part{Name: "/d.txt", Content: strings.Repeat("d", 99)},
		slidestest.Part{Name: "broken.txt", Content: "broken"})
	local := bytes.Index(data, []byte("d.txt"))
	copy(data[local:], "e.txt") // another name in the local header
	sum := bytes.LastIndex(data, []byte("broken.txt")) - 46 + 16
	data[sum]++
	a, err := open(t, data, limits())
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	found, err := sanitize.Copy(&out, a, sanitize.OpenXML)
	if err != nil || found.Damaged != 1 {
		t.Fatalf("Copy = %+v, %v, want one part to be broken", found, err)
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

func TestCopyLeavesOutHugeImages(t *testing.T) {
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
	copied, found := copyOf(t, a, sanitize.OpenDocument)
	if !copied.Has("small") || copied.Has("large") || !slices.Equal(found.HugeImages, []string{"20000×5001"}) {
		t.Errorf("parts %q, found %+v", copied.Names(), found)
	}
}

// FuzzCopy: a copy of a copy removes nothing more.
func FuzzCopy(f *testing.F) {
	f.Add(`<p><d:image x:href = "file:///x" y='"'/></p>`, false)
	f.Add(`<a ><b href='..' href=".."/></a>`, false)
	f.Add(`<svg><image href="x"/><script>a</script></svg>`, true)
	f.Add(`<R><Relationship Id="1" Type="t/hyperlink" Target="http://x" TargetMode="External"/></R>`, true)
	f.Fuzz(func(t *testing.T, content string, openXML bool) {
		standard, name := sanitize.OpenDocument, "content.xml"
		if openXML {
			standard, name = sanitize.OpenXML, "ppt/_rels/a.rels"
		}
		a, err := open(t, slidestest.Zip(t, slidestest.Part{Name: name, Content: content}), limits())
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if _, err = sanitize.Copy(&out, a, standard); err != nil {
			return
		}
		again, found := copyOf(t, mustOpen(t, out.Bytes()), standard)
		if found.Links > 0 || found.Objects > 0 || found.Damaged > 0 {
			first, _ := mustOpen(t, out.Bytes()).Read(name)
			second, _ := again.Read(name)
			t.Fatalf("%+v remained in %q, then %q", found, first, second)
		}
	})
}

// FuzzCopyArchive: in the copy of any archive, all parts can be read, and no two have
// the same name.
func FuzzCopyArchive(f *testing.F) {
	f.Add(slidestest.Zip(f, slidestest.Part{Name: "content.xml", Content: "<a>text</a>"}, slidestest.Part{Name: `b\..\c`, Content: "x"}))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := open(t, data, limits())
		if err != nil {
			return
		}
		var out bytes.Buffer
		if _, err = sanitize.Copy(&out, a, sanitize.OpenDocument); err != nil {
			if !fault.IsPermanent(err) {
				t.Fatalf("Copy = %v, want a refusal: no disk failed", err)
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
