package textmatch

import (
	"slices"
	"strings"
	"testing"
)

// lecture is a deck with the same words at the foot of each slide, and an agenda that is shown
// three times.
func lecture() (list []Slide) {
	agenda := "Agenda\nWhy bees leave\nCounting hives\nWhat to plant"
	for i, text := range []string{
		"Bees in the city\nA survey of twelve gardens",
		agenda,
		"Why bees leave\nPesticides in spring\nLate mowing of verges\nStone gardens",
		"Why bees leave\nNo water in dry summers\nNew varroa mites",
		agenda,
		"Counting hives\nfor hive in hives:\n  total += weigh(hive)",
		"Counting hives\nfor hive in hives:\n  total += photograph(hive)",
		agenda,
		"What to plant\nLavender, borage, clover",
		"蜜蜂与城市花园\n调查结果",
		"Thank you",
	} {
		list = append(list, Slide{Number: i + 1, Text: text + "\nKestrel Institute 2024"})
	}
	return list
}

func read(text string, confidence int) (words []Word) {
	for w := range strings.FieldsSeq(text) {
		words = append(words, Word{w, confidence})
	}
	return words
}

func TestFind(t *testing.T) {
	t.Parallel()
	x := New(lecture())
	for name, tt := range map[string]struct {
		words []Word
		want  []int
		sure  bool // confidence of at least .9
		says  bool // confidence above 0
	}{
		"all of a slide":               {read("Why bees leave Pesticides in spring Late mowing of verges Stone gardens Kestrel Institute 2024", 95), []int{3}, true, true},
		"letters that are wrong":       {read("Wny bees leave Pesticldes in sprng Late moving of verqes Stone gardens", 60), []int{3}, true, true},
		"a slide that is half built":   {read("Why bees leave Pesticides in spring", 95), []int{3}, true, true},
		"one line of a program":        {read("Counting hives for hive in hives: total += photograph(hive)", 95), []int{7}, true, true},
		"an agenda":                    {read("Agenda Why bees leave Counting hives What to plant", 95), []int{2, 5, 8}, true, true},
		"without spaces":               {read("蜜蜂与城市花园 调查结果", 95), []int{10}, true, true},
		"without accents":              {read("Lavënder, böräge, clover What to plant", 95), []int{9}, true, true},
		"a title in capitals":          {read("BEES IN THE CITY", 95), []int{1}, false, true},
		"only the words at the foot":   {read("Kestrel Institute 2024", 95), nil, false, false},
		"nothing":                      {nil, nil, false, false},
		"letters read in a photograph": {read("Roka rei f Ala ~ wiv", 65), nil, false, false},
		"a slide of another deck":      {read("Steel prices since 2010 Mills in three regions Export duties Outlook", 95), nil, true, true},
		"another slide with the title": {read("Why bees leave Transport of colonies Fewer keepers with training Honey prices worldwide collapse", 95), nil, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := x.Find(tt.words)
			if !slices.Equal(m.Slides, tt.want) || m.Confidence > 0 != tt.says || tt.sure && m.Confidence < .9 || m.Confidence > 1 {
				t.Errorf("found %+v, want %v, sure %v", m, tt.want, tt.sure)
			}
		})
	}
}

// TestFindTheDeck checks that of two decks, the slides of one are found.
func TestFindTheDeck(t *testing.T) {
	t.Parallel()
	list := lecture()
	for _, s := range lecture() {
		s.Deck = 1
		s.Text = strings.ReplaceAll(s.Text, "bees", "wasps")
		list = append(list, s)
	}
	x := New(list)
	if m := x.Find(read("Why wasps leave Pesticides in spring Late mowing of verges", 95)); m.Deck != 1 || !slices.Equal(m.Slides, []int{3}) {
		t.Errorf("found %+v", m)
	}
	if m := New(nil).Find(read("Why wasps leave", 95)); len(m.Slides) > 0 {
		t.Errorf("without a deck, %+v was found", m)
	}
}

// TestNumbers tells slides apart that differ in numbers.
func TestNumbers(t *testing.T) {
	t.Parallel()
	x := New([]Slide{
		{Number: 1, Text: "Budget of the committee\nStaff 14250 Travel 38 Print 1912"},
		{Number: 2, Text: "Budget of the committee\nStaff 14950 Travel 31 Print 1972"},
	})
	for number, text := range map[int]string{1: "Budget of the committee Staff 14250 Travel 38 Print 1912", 2: "Budget of the committee Staff 14950 Travel 31 Print 1972"} {
		if m := x.Find(read(text, 95)); !slices.Equal(m.Slides, []int{number}) {
			t.Errorf("slide %d: found %+v", number, m)
		}
	}
	if m := x.Find(read("Budget of the committee Staff 15350 Travel 52 Print 2031 Rent 8800", 95)); len(m.Slides) > 0 || m.Confidence < .5 {
		t.Errorf("a slide with other numbers: found %+v", m)
	}
}

// TestOneSlide checks a deck of one slide: other text below the same title does not match it.
func TestOneSlide(t *testing.T) {
	t.Parallel()
	x := New([]Slide{{Number: 1, Text: "Why bees leave\nPesticides in spring\nStone gardens"}})
	if m := x.Find(read("Why bees leave Pesticides in spring Stone gardens", 95)); !slices.Equal(m.Slides, []int{1}) || m.Confidence < .9 {
		t.Errorf("found %+v", m)
	}
	if m := x.Find(read("Why bees leave Transport of colonies Fewer keepers with training", 95)); len(m.Slides) > 0 || m.Confidence < .5 {
		t.Errorf("found %+v for another slide", m)
	}
	if !x.HasText(0, 1) || x.HasText(0, 2) || New([]Slide{{Number: 1, Text: "7"}}).HasText(0, 1) {
		t.Error("the wrong slides have text")
	}
}

func BenchmarkFind(b *testing.B) {
	var list []Slide
	for n := range 40 {
		for _, s := range lecture() {
			s.Number += 20 * n
			list = append(list, s)
		}
	}
	x, words := New(list), read("Wny bees leave Pesticldes in sprng Late moving of verqes Stone gardens", 60)
	for b.Loop() {
		x.Find(words)
	}
}
