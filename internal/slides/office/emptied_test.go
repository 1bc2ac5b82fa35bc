package office_test

import (
	"bytes"
	"strings"
	"testing"

	"proceedings/internal/slides/office"
	"proceedings/internal/slides/slidestest"
)

func TestEmptied(t *testing.T) {
	t.Parallel()
	const relation = `<Relationship Id="1" Type="t/slideLayout" Target="../slideLayouts/l.xml"/>`
	part := func(name, content string) slidestest.Part { return slidestest.Part{Name: name, Content: content} }
	a, err := open(t, slidestest.Zip(t,
		part("ppt/slides/One.xml", `<p:sld>one</p:sld>`),
		part("ppt/slides/_rels/One.xml.rels", `<R>`+relation+`<Relationship Id="2" Type="t/image" Target="../media/a.png"/></R>`),
		part("ppt/slides/two.xml", `<p:sld>two</p:sld>`),
		part("ppt/slides/_rels/two.xml.rels", `<R><Relationship Id="2" Type="t/image" Target="../media/a.png"/></R>`),
		part("ppt/media/a.png", "picture"),
	), limits())
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err = a.Emptied(&out, []string{"ppt/slides/one.xml"}); err != nil {
		t.Fatal(err)
	}
	copied, err := open(t, out.Bytes(), limits())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(copied.Names(), " "), strings.Join(a.Names(), " "); got != want {
		t.Errorf("the copy has %s, want %s", got, want)
	}
	for name, want := range map[string]string{
		"ppt/slides/_rels/One.xml.rels": `<R>` + relation + `</R>`,
		"ppt/slides/two.xml":            `<p:sld>two</p:sld>`,
		"ppt/slides/_rels/two.xml.rels": `<R><Relationship Id="2" Type="t/image" Target="../media/a.png"/></R>`,
		"ppt/media/a.png":               "picture",
	} {
		if got, _ := copied.Read(name); string(got) != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	tree, err := copied.Tree("ppt/slides/One.xml", nil)
	if err != nil || tree.Down("cSld", "spTree") == nil {
		t.Errorf("an emptied slide is none: %v, %v", tree, err)
	}
}

// TestCleanNumbersTheWayToASlide by the slide's place, since LibreOffice goes by
// the number in the name.
func TestCleanNumbersTheWayToASlide(t *testing.T) {
	t.Parallel()
	jump := func(target string) string { return `<Relationship Id="1" Type="t/slide" Target="` + target + `"/>` }
	for _, tt := range []struct{ name, part, content, want string }{
		{"beside it", "ppt/slides/_rels/b.xml.rels", jump("c.xml"), jump("slide1.xml")},
		{"by way of another folder", "ppt/slides/_rels/b.xml.rels", jump("../slides/c.xml"), jump("slide1.xml")},
		{"from the top", "ppt/slides/_rels/b.xml.rels", jump("/ppt/slides/B.xml"), jump("slide2.xml")},
		{"one that is there twice", "ppt/slides/_rels/b.xml.rels", jump("d.xml"), jump("slide3.xml")},
		{"one that is not there", "ppt/slides/_rels/b.xml.rels", jump("slide9.xml"), jump("")},
		{"what lists the slides stays", "ppt/_rels/presentation.xml.rels", jump("slides/c.xml"), jump("slides/c.xml")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, err := open(t, slidestest.Zip(t, slidestest.Part{Name: tt.part, Content: tt.content}), limits())
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			if _, err = a.Clean(&out, office.OpenXML, "ppt/slides/c.xml", "ppt/slides/b.xml", "ppt/slides/d.xml", "ppt/slides/d.xml"); err != nil {
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
