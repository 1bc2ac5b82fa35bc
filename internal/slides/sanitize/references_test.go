package sanitize_test

import (
	"bytes"
	"strings"
	"testing"

	"proceedings/internal/slides/sanitize"
	"proceedings/internal/slides/slidestest"
)

func TestCopyEmptiesReferences(t *testing.T) {
	t.Parallel()

	tests := []struct{ name, part, content, want string }{
		{"an image on the disk", "content.xml", `<p><d:image x:type="simple" x:href = "file:///etc/passwd" y="1"/>é</p>`, `<p><d:image x:type="simple" x:href = "" y="1"/>é</p>`},
		{"an image on the network, in single quotes", "styles.xml", `<a><fill-image href='http://x/"a"'/></a>`, `<a><fill-image href=''/></a>`},
		{"a path out of the archive", "Object 1/content.xml", `<image xlink:href="../../x"/>`, `<image xlink:href=""/>`},
		{"an absolute path", "content.xml", `<image xlink:href=" /etc/x"/>`, `<image xlink:href=""/>`},
		{"an entity does not hide it", "content.xml", `<image xlink:href="f&#105;le:///x"/>`, `<image xlink:href=""/>`},
		{"an image in the archive is kept", "content.xml", `<image xlink:href="Pictures/a:b.png"/>`, `<image xlink:href="Pictures/a:b.png"/>`},
		{"an object in the archive is kept", "content.xml", `<object xlink:href="./Object 1"/>`, `<object xlink:href="./Object 1"/>`},
		{"a link to follow is kept", "content.xml", `<text:a xlink:href="https://example.org/">x</text:a>`, `<text:a xlink:href="https://example.org/">x</text:a>`},
		{"an external relation", "ppt/slides/_rels/slide1.xml.rels", `<R><Relationship Id="1" Type="x/image" Target="file:///x" TargetMode="External"/><Relationship Id="2" Type="x/hyperlink" Target="http://x" TargetMode="External"/></R>`, `<R><Relationship Id="1" Type="x/image" Target="" TargetMode="External"/><Relationship Id="2" Type="x/hyperlink" Target="http://x" TargetMode="External"/></R>`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, err := open(t, slidestest.Zip(t, slidestest.Part{Name: tt.part, Content: tt.content}, slidestest.Part{Name: "b.bin", Content: "kept"}, slidestest.Part{Name: "Pictures/a:b.png"}), limits())
			if err != nil {
				t.Fatal(err)
			}
			rewritten, found := copyOf(t, a, standardOf(tt.part))
			if n := strings.Count(tt.want, `=""`) + strings.Count(tt.want, `= ""`) + strings.Count(tt.want, `=''`); found.Links != n {
				t.Errorf("%d references, want %d", found.Links, n)
			}
			got, err := rewritten.Read(tt.part)
			if err != nil || string(got) != tt.want {
				t.Errorf("%s = %s, %v, want %s", tt.part, got, err, tt.want)
			}
			if kept, err := rewritten.Read("b.bin"); err != nil || string(kept) != "kept" {
				t.Errorf("b.bin = %q, %v", kept, err)
			}
		})
	}
}

// TestCopyNumbersSlideLinks by the order of the slides, since LibreOffice uses the
// number in the name.
func TestCopyNumbersSlideLinks(t *testing.T) {
	t.Parallel()
	jump := func(target string) string { return `<Relationship Id="1" Type="t/slide" Target="` + target + `"/>` }
	for _, tt := range []struct{ name, part, content, want string }{
		{"in the same folder", "ppt/slides/_rels/b.xml.rels", jump("c.xml"), jump("slide1.xml")},
		{"by way of the folder above", "ppt/slides/_rels/b.xml.rels", jump("../slides/c.xml"), jump("slide1.xml")},
		{"from the root", "ppt/slides/_rels/b.xml.rels", jump("/ppt/slides/B.xml"), jump("slide2.xml")},
		{"a slide that is listed twice", "ppt/slides/_rels/b.xml.rels", jump("d.xml"), jump("slide3.xml")},
		{"a slide that does not exist", "ppt/slides/_rels/b.xml.rels", jump("slide9.xml"), jump("")},
		{"the list of slides is unchanged", "ppt/_rels/presentation.xml.rels", jump("slides/c.xml"), jump("slides/c.xml")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, err := open(t, slidestest.Zip(t, slidestest.Part{Name: tt.part, Content: tt.content}), limits())
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			if _, err = sanitize.Copy(&out, a, sanitize.OpenXML, "ppt/slides/c.xml", "ppt/slides/b.xml", "ppt/slides/d.xml", "ppt/slides/d.xml"); err != nil {
				t.Fatal(err)
			}
			copied, err := open(t, out.Bytes(), limits())
			if err != nil {
				t.Fatal(err)
			}
			if got, _ := copied.Read(tt.part); string(got) != tt.want {
				t.Errorf("%q, want %q", got, tt.want)
			}
		})
	}
}
