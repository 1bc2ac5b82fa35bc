package catalogue_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"proceedings/internal/catalogue"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/storage/mem"
)

// texts returns documents with edge cases for a tokenizer.
func texts() map[string][2]string { // by ID: a title and a transcript
	everything := strings.Builder{}
	// Each separator and each letter with a lower case, within a word. Go and a browser
	// may have different versions of Unicode.
	for r := rune(1); r < 0x20000; r++ {
		if unicode.In(r, unicode.P, unicode.Z, unicode.S, unicode.Cc, unicode.Cf, unicode.M) && r < 0xD800 || unicode.ToLower(r) != r || unicode.IsPunct(r) {
			everything.WriteString("x" + string(r) + "y ")
		}
	}
	return map[string][2]string{
		"a-plain":      {"Clear water", "water is clear. Water! Is it clear?\nIt is."},
		"b-edges":      {" (begins and ends with punctuation) ", "\n\r\n—“quoted”—"},
		"c-languages":  {"ΟΔΥΣΣΕΥΣ ΣΑΣ, İstanbul IJ", "Straße STRASSE Ǆ naïve Ärger éé e\u0301 中文字符 かな العربية עברית ไทย"},
		"d-long":       {strings.Repeat("a", 64) + " " + strings.Repeat("b", 65), strings.Repeat("İ", 40) + " " + strings.Repeat("ß", 64)},
		"e-prototypes": {"__proto__ constructor hasOwnProperty toString", "__proto__ valueOf"},
		"f-hostile":    {`"><script>alert(1)</script> \u0000 ` + "\u2028\u2029\x01", "& &amp; ' `\\"},
		"g-everything": {"Everything", everything.String()},
		"h-numbers":    {"12.5 % of 1,000 2026-03-12", strings.Repeat("often ", 300)},
		"i-nothing":    {"one", ""},
		"j-emoji":      {"🎉 party 👩‍👩‍👧", "a\u00a0b a\u200bb a\u3000b"},
	}
}

// TestIndexMatchesMiniSearch compares the index with that of MiniSearch for the same
// documents, and loads it into MiniSearch.
func TestIndexMatchesMiniSearch(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "node")
	modules, err := filepath.Abs(filepath.Join("..", "..", "web", "node_modules", "minisearch"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err = os.Stat(modules); err != nil {
		proctest.Missing(t, "the pages' libraries are not fetched: make web")
	}
	store := &mem.Store{}
	var documents []map[string]string
	for id, text := range texts() {
		m := board(id, "2026-03-12", text[0])
		stored(t, store, m, text[1])
		d := catalogue.DocumentOf(m, []string{text[1]})
		doc := map[string]string{"id": id}
		for f, content := range d {
			doc[catalogue.Field(f).String()] = content
		}
		documents = append(documents, doc)
	}
	if _, err = of(store).Rebuild(t.Context()); err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(documents, func(a, b map[string]string) int { return strings.Compare(a["id"], b["id"]) })
	input, err := json.Marshal(map[string]any{
		"documents": documents, "index": read(t, store, "catalogue/search-2026-03.json"),
		"words":  []string{"clear wat", "σας", "οδυσσευς", "__proto__", "constr", "STRASSE", "istanbul", "naive", "中文", "often 12", "silt sand"},
		"shards": map[string]int{"clear": catalogue.ShardOf("clear"), "中文字符": catalogue.ShardOf("中文字符"), "ß": catalogue.ShardOf("ß"), "a": catalogue.ShardOf("a"), "🎉": catalogue.ShardOf("🎉")},
	})
	if err != nil {
		t.Fatal(err)
	}
	script, err := filepath.Abs(filepath.Join("testdata", "check.mjs"))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	runner := &proc.Runner{Grace: time.Second}
	_, err = runner.Run(t.Context(), proc.Command{
		Path: "node", Args: []string{script, filepath.Join(modules, "dist", "es", "index.js"), filepath.Join(modules, "..", "..", "src", "lib", "terms.js")}, Dir: t.TempDir(),
		Stdin: bytes.NewReader(input), Stdout: &out, Memory: 1 << 40, // V8 reserves much address space
	})
	if err != nil {
		t.Errorf("MiniSearch differs: %v\n%s", err, out.String())
	}
}
