package office

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzScan compares the scanner with encoding/xml: where it succeeds, the trees are
// equal, and it stops at the same limits.
func FuzzScan(f *testing.F) {
	for _, data := range []string{
		`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" + `<p:a xmlns:p="urn:p" xmlns="urn:d" p:x='1' y="&lt;&#x41;&#66;"><b><p:c xmlns:p="urn:q"/></b>t&amp;é<skip z="&quot;">s<skip/></skip ></p:a>` + "\n",
		`<a xml:space="preserve" q:r="1"><q:b/></a><c/>`,
		`<a xmlns=""><b x:xmlns="1" xmlns:="2"/></a>`,
		`<a>]]></a>`, `<a b="<"/>`, `<a>&nbsp;</a>`, `<a>&#0;</a>`, "<a>\r\n</a>", `<!DOCTYPE a><a><![CDATA[x]]><!-- c --></a>`, `<a></b>`, `<a`, `<a b/>`, `<1/>`, `<a b='1'c="2"/>`, "<a>\x01</a>",
		`<a><a><a><a><a><a><a><a></a></a></a></a></a></a></a></a>`,
	} {
		f.Add([]byte(data))
	}
	limits := Limits{Depth: 6, Elements: 100}
	skip := map[string]bool{"skip": true}
	f.Fuzz(func(t *testing.T, data []byte) {
		quick, slow := newTreeBuilder(limits), newTreeBuilder(limits)
		err := scan(data, quick, skip)
		if errors.Is(err, errNotSimple) {
			return
		}
		if slowErr := decode(data, slow, skip); (slowErr == nil) != (err == nil) { // of two errors in one tag, either may be reported
			t.Fatalf("%q: scan says %v, encoding/xml %v", data, err, slowErr)
		}
		if diff := cmp.Diff(slow.root, quick.root); err == nil && diff != "" {
			t.Fatalf("%q: trees differ (-encoding/xml +scan):\n%s", data, diff)
		}
	})
}

func TestScanReadsUsualXML(t *testing.T) {
	t.Parallel()
	for _, data := range []string{
		"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n<p:sld xmlns:p=\"p\"><p:t x=\"1\">a &amp; b</p:t></p:sld>",
		"<?xml version='1.0' encoding='utf-8'?>\n<a/>\n",
	} {
		if err := scan([]byte(data), newTreeBuilder(DefaultLimits()), nil); err != nil {
			t.Errorf("scan(%q) = %v", data, err)
		}
	}
}
