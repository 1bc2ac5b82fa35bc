package sanitize_test

import (
	"bytes"
	"strings"
	"testing"

	"proceedings/internal/slides/sanitize"
	"proceedings/internal/slides/slidestest"
)

func TestEmptySlides(t *testing.T) {
	t.Parallel()
	const relation = `<Relationship Id="1" Type="t/slideLayout" Target="../slideLayouts/l.xml"/>`
	part := func(name, content string) slidestest.Part { return slidestest.Part{Name: name, Content: content} }
	a, err := open(t, slidestest.Zip(t,
		part("ppt/slides/One.xml", `<p:sld>one</p:sld>`),
		part("ppt/slides/_rels/One.xml.rels", `<R>`+relation+`<Relationship Id="2" Type="t/image" Target="../media/a.png"/></R>`),
		part("ppt/slides/two.xml", `<p:sld>two</p:sld>`),
		part("ppt/slides/_rels/two.xml.rels", `<R><Relationship Id="2" Type="t/image" Target="../media/a.png"/></R>`),
		part("ppt/media/a.png", "picture"),
		part("ppt/slideLayouts/l.xml", `<p:sldLayout/>`),
	), limits())
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err = sanitize.EmptySlides(&out, a, []string{"ppt/slides/one.xml", "ppt/slideLayouts/l.xml"}); err != nil {
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
		"ppt/slideLayouts/l.xml":        `<p:sldLayout/>`, // a wrong relation leads to it
	} {
		if got, _ := copied.Read(name); string(got) != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	tree, err := copied.Tree("ppt/slides/One.xml", nil)
	if err != nil || tree.Down("cSld", "spTree") == nil {
		t.Errorf("the empty slide is not a slide: %v, %v", tree, err)
	}
}
