package layout_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/layout"
)

func TestParse(t *testing.T) {
	t.Parallel()
	sum := strings.Repeat("a1", 32)
	key, id := "chunk-"+sum[:32], sum[:12]
	tests := []struct {
		key  string
		want layout.Parsed
	}{
		{layout.Public.Derived(key, id, "720p/1.mp4"), layout.Parsed{Class: layout.DerivedFile, Space: layout.Public, Step: key, Run: id}},
		{layout.Private.Derived(key, id, "a.mp4"), layout.Parsed{Class: layout.DerivedFile, Space: layout.Private, Step: key, Run: id}},
		{layout.Withdrawn.Derived(key, id, "a.mp4"), layout.Parsed{Class: layout.DerivedFile, Space: layout.Withdrawn, Step: key, Run: id}},
		{layout.StepResult(key), layout.Parsed{Class: layout.StepFile, Step: key}},
		{layout.StepStatus(key), layout.Parsed{Class: layout.StepFile, Step: key}},
		{layout.Upload(sum), layout.Parsed{Class: layout.UploadState, Sum: sum}},
		{layout.Source(sum), layout.Parsed{Class: layout.Original, Sum: sum}},
		{layout.Blocks(sum), layout.Parsed{Class: layout.Original, Sum: sum}},
		{layout.Record("board"), layout.Parsed{Class: layout.RecordFile, Meeting: "board"}},
		{layout.State("board"), layout.Parsed{Class: layout.Lasting, Meeting: "board"}},
		{layout.Public.Meeting("board", layout.IIIF), layout.Parsed{Class: layout.MeetingPage, Space: layout.Public, Meeting: "board", Name: layout.IIIF}},
		{layout.Private.Meeting("board", layout.Manifest), layout.Parsed{Class: layout.MeetingPage, Space: layout.Private, Meeting: "board", Name: layout.Manifest}},
		{layout.Link("board", time.Now(), "secret"), layout.Parsed{Class: layout.LinkPage}},
		{layout.Unfinished("board"), layout.Parsed{Class: layout.Lasting}},
		{layout.UnfinishedIndex, layout.Parsed{Class: layout.Lasting}},
		{layout.Attention("board"), layout.Parsed{Class: layout.Lasting}},
		{layout.AttentionIndex, layout.Parsed{Class: layout.Lasting}},
		{layout.Site, layout.Parsed{Class: layout.Lasting}},
		{layout.Events("board") + "x.json", layout.Parsed{Class: layout.Lasting}},
		{layout.Revision("board", 3), layout.Parsed{Class: layout.Lasting}},
		{layout.Verified("board"), layout.Parsed{Class: layout.Lasting}},
		{layout.VerifyRun, layout.Parsed{Class: layout.Lasting}},
		{layout.CatalogueMark("board"), layout.Parsed{Class: layout.Lasting}},
		{layout.Probes + "x", layout.Parsed{Class: layout.Lasting}},
		{layout.Batch("x"), layout.Parsed{Class: layout.Lasting}},
		{layout.BatchRows("x", 1), layout.Parsed{Class: layout.Lasting}},
		{layout.Public.Asset("style.css"), layout.Parsed{Class: layout.Lasting}},
		{layout.Public.Top(layout.Catalogue), layout.Parsed{Class: layout.Lasting}},
		{layout.Public.Top(layout.Month("2026-03")), layout.Parsed{Class: layout.Lasting}},
		{"archive/links/board/notes.html", layout.Parsed{}},
		{"archive/backup/a", layout.Parsed{}},
		{"public/derived/" + key + "/a.mp4", layout.Parsed{}},
		{"public/derived/mine/" + id + "/a.mp4", layout.Parsed{}},
		{layout.StepPrefix(key) + "notes.json", layout.Parsed{}},
		{"backup/a", layout.Parsed{}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, layout.Parse(tt.key)); diff != "" {
			t.Errorf("Parse(%q): %s", tt.key, diff)
		}
	}
}

func TestParseDerivedLink(t *testing.T) {
	t.Parallel()
	key, id := "deck-0123456789abcdef0123456789abcdef", "0123456789ab"
	for _, link := range []string{layout.ToDerived(0, key, id, "a.pdf"), layout.ToDerived(2, key, id, "slides/1.webp"), "https://a.example/public/derived/" + key + "/" + id + "/a.pdf"} {
		if step, run, ok := layout.ParseDerivedLink(link); step != key || run != id || !ok {
			t.Errorf("ParseDerivedLink(%q) = %q, %q, %t", link, step, run, ok)
		}
	}
	for _, link := range []string{"", layout.Index, "../../derived/" + key, "underived/" + key + "/" + id + "/a", layout.ToAssets(2) + "style.css"} {
		if step, run, ok := layout.ParseDerivedLink(link); ok {
			t.Errorf("ParseDerivedLink(%q) = %q, %q", link, step, run)
		}
	}
}
