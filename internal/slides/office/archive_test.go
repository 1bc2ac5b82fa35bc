package office_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/slides/office"
	"proceedings/internal/slides/slidestest"
)

func limits() office.Limits {
	return office.Limits{Entries: 10, Part: 1 << 20, Total: 3 << 20, Depth: 20, Elements: 1000}
}

func open(t *testing.T, data []byte, l office.Limits) (*office.Archive, error) {
	t.Helper()
	return office.Open(bytes.NewReader(data), int64(len(data)), l)
}

func TestOpenRefusesDamagedArchives(t *testing.T) {
	t.Parallel()

	many := make([]slidestest.Part, 11)
	for i := range many {
		many[i] = slidestest.Part{Name: fmt.Sprint(i)}
	}
	whole := slidestest.Zip(t, slidestest.Part{Name: "a.xml", Content: strings.Repeat("a", 100)})
	lying := slidestest.Zip(t, many...)
	binary.LittleEndian.PutUint16(lying[len(lying)-22+10:], 3)
	tests := []struct {
		name   string
		data   []byte
		reason string
	}{
		{"nothing", nil, "is damaged: it ends before its directory"},
		{"a truncated archive", whole[:len(whole)-30], "is damaged: it ends before its directory"},
		{"an archive without its beginning", whole[20:], "is damaged: a.xml"},
		{"more entries than are allowed", slidestest.Zip(t, many...), "has more than 10 parts"},
		{"more entries than the directory declares", lying, "is damaged"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, err := open(t, tt.data, limits())
			if err == nil {
				_, err = a.Read("a.xml")
			}
			if !fault.IsPermanent(err) || !strings.HasPrefix(fault.Reason(err), tt.reason) {
				t.Errorf("Open(…) = %v, want a refusal that begins with %q", err, tt.reason)
			}
		})
	}
}

func TestReadFindsPartsByAnySpelling(t *testing.T) {
	t.Parallel()
	a, err := open(t, slidestest.Zip(t,
		slidestest.Part{Name: `ppt\Slides\One.xml`, Content: "one"},
		slidestest.Part{Name: "/two.xml", Content: "two"},
		slidestest.Part{Name: "../three.xml", Content: "three"},
		slidestest.Part{Name: "two.xml", Content: "another two"},
	), limits())
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"ppt/slides/one.xml": "one", "two.xml": "two", "/TWO.xml": "two"} {
		if got, err := a.Read(name); err != nil || string(got) != want {
			t.Errorf("Read(%q) = %q, %v, want %q", name, got, err, want)
		}
	}
	for _, name := range []string{"../three.xml", "three.xml", "", ".", ".."} {
		if a.Has(name) {
			t.Errorf("Has(%q) = true, want names that lead out to be ignored", name)
		}
	}
	if _, err := a.Read("missing.xml"); fault.Reason(err) != "is damaged: missing.xml is missing" {
		t.Errorf("Read(missing.xml) = %v, want a refusal", err)
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()

	zeros := func(n int) string { return strings.Repeat("\x00", n) }
	part := func(name string, n int) slidestest.Part { return slidestest.Part{Name: name, Content: zeros(n)} }
	tests := []struct {
		name   string
		parts  []slidestest.Part
		reason string // "" for none
	}{
		{"a part of exactly the limit passes", []slidestest.Part{part("a", 1<<20)}, ""},
		{"a part that inflates beyond the limit", []slidestest.Part{part("a", 1<<20+1)}, "has a part that is larger than 1 MB: a"},
		{"parts that together inflate beyond the limit", []slidestest.Part{part("a", 1<<20), part("b", 1<<20), part("c", 1<<20), part("d", 1)}, "has more than 3 MB in it"},
		{"an incompressible part may be large", []slidestest.Part{{Name: "mimetype", Content: zeros(5 << 20)}}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, err := open(t, slidestest.Zip(t, tt.parts...), limits())
			if err != nil {
				t.Fatal(err)
			}
			if err = a.Measure(); fault.Reason(err) != tt.reason {
				t.Errorf("Measure() = %v, want %q", err, tt.reason)
			}
			if tt.parts[0].Name == "mimetype" {
				tt.reason = "has a part that is larger than 1 MB: mimetype" // Read has the limit of a part even so
			}
			for _, p := range tt.parts {
				if _, err = a.Read(p.Name); err != nil {
					break
				}
			}
			if fault.Reason(err) != tt.reason {
				t.Errorf("Read(…) = %v, want %q", err, tt.reason)
			}
		})
	}
}

// TestMeasureIgnoresDirectorySizes makes the size of a part in the directory smaller.
func TestMeasureIgnoresDirectorySizes(t *testing.T) {
	t.Parallel()
	data := slidestest.Zip(t, slidestest.Part{Name: "a.xml", Content: strings.Repeat("\x00", 2<<20)})
	entry := bytes.LastIndex(data, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(data[entry+24:], 10)
	a, err := open(t, data, limits())
	if err != nil {
		t.Fatal(err)
	}
	const want = "has a part that is larger than 1 MB: a.xml"
	if err := a.Measure(); fault.Reason(err) != want {
		t.Errorf("Measure() = %v, want %q", err, want)
	}
	if _, err := a.Read("a.xml"); !fault.IsPermanent(err) {
		t.Errorf("Read(a.xml) = %v, want a refusal", err)
	}
}

func TestTree(t *testing.T) {
	t.Parallel()

	const utf16 = "\xff\xfe<\x00a\x00>\x00\xe9\x00<\x00/\x00a\x00>\x00"
	tests := []struct {
		name, content string
		text, reason  string
	}{
		{"text of all elements that are not skipped", "<a>one<skip>no<b>no</b></skip><b>two</b></a>", "onetwo", ""},
		{"UTF-8 with a mark", "\xef\xbb\xbf<a>é</a>", "é", ""},
		{"UTF-16 with a mark", utf16, "é", ""},
		{"Latin-1 by declaration", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xe9</a>", "é", ""},
		{"an encoding that is not known", "<?xml version=\"1.0\" encoding=\"ebcdic\"?><a/>", "", `is damaged: p.xml: xml: opening charset "ebcdic": encoding "ebcdic" is not known`},
		{"an element that does not end", "<a><b></a>", "", "is damaged: p.xml is not valid XML (line 1)"},
		{"no element", "<?xml version=\"1.0\"?>", "", "is damaged: p.xml: it has no element"},
		{"an entity of its own", `<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>`, "", "is damaged: p.xml is not valid XML (line 1)"},
		{"nesting within bounds", strings.Repeat("<a>", 20) + strings.Repeat("</a>", 20), "", ""},
		{"nesting too deep", strings.Repeat("<a>", 21) + strings.Repeat("</a>", 21), "", "is damaged: p.xml: its elements nest too deep"},
		{"nesting too deep in what is skipped", "<a><skip>" + strings.Repeat("<a>", 20), "", "is damaged: p.xml: its elements nest too deep"},
		{"too many elements", "<a>" + strings.Repeat("<b/>", 1000) + "</a>", "", "is damaged: p.xml: it has too many elements"},
		{"too many attributes", "<a" + strings.Repeat(` b=""`, 4001) + "/>", "", "is damaged: p.xml: it has too many elements"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, err := open(t, slidestest.Zip(t, slidestest.Part{Name: "p.xml", Content: tt.content}), limits())
			if err != nil {
				t.Fatal(err)
			}
			root, err := a.Tree("p.xml", map[string]bool{"skip": true})
			if root.Content() != tt.text || fault.Reason(err) != tt.reason {
				t.Errorf("Tree(%.60q) = %q, %v, want %q, %q", tt.content, root.Content(), err, tt.text, tt.reason)
			}
		})
	}
}

// FuzzOpen: an archive of any bytes does not panic, and returns no more than its
// limits allow.
func FuzzOpen(f *testing.F) {
	f.Add(slidestest.Zip(f, slidestest.Part{Name: "a.xml", Content: "<a>text</a>"}))
	f.Add([]byte("PK\x05\x06"))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := open(t, data, limits())
		if err != nil {
			if !fault.IsPermanent(err) {
				t.Fatalf("Open = %v, want a refusal: no disk failed", err)
			}
			return
		}
		_ = a.Measure()
		if part, err := a.Read("a.xml"); err == nil && int64(len(part)) > limits().Part {
			t.Fatalf("a part of %d bytes, want %d at most", len(part), limits().Part)
		}
		_, _ = a.Tree("a.xml", nil)
	})
}
