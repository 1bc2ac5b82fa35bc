package deckgen_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"testing"

	"proceedings/internal/bench/align/deckgen"
)

func TestDecks(t *testing.T) {
	t.Parallel()
	for seed := range uint64(10) {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			d := deckgen.Make(seed)
			if n := len(d.Groups); n < deckgen.MinPages || n > deckgen.MaxPages {
				t.Errorf("the deck has %d pages, want %d to %d", n, deckgen.MinPages, deckgen.MaxPages)
			}
			if pages := bytes.Count(d.FODP, []byte("<draw:page ")); pages != len(d.Groups) || pages != bytes.Count(d.FODP, []byte("</draw:page>")) {
				t.Errorf("the file has %d pages, and groups of %d", pages, len(d.Groups))
			}
			for i, g := range d.Groups[1:] {
				if step := g - d.Groups[i]; step != 0 && step != 1 {
					t.Errorf("page %d is in group %d, and page %d in %d", i+1, d.Groups[i], i+2, g)
				}
			}
			if !bytes.Equal(d.FODP, deckgen.Make(seed).FODP) {
				t.Error("the same seed makes another deck")
			}
			parse := xml.NewDecoder(bytes.NewReader(d.FODP))
			for {
				if _, err := parse.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("parse the file: %v", err)
				}
			}
		})
	}
}
