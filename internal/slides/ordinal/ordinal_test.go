package ordinal_test

import (
	"testing"

	"proceedings/internal/slides/ordinal"
)

func TestOrdinals(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ got, want string }{
		{ordinal.Letters(1, ordinal.Lower), "a"},
		{ordinal.Letters(26, ordinal.Lower), "z"},
		{ordinal.Letters(27, ordinal.Lower), "aa"},
		{ordinal.Letters(703, ordinal.Upper), "AAA"},
		{ordinal.Letters(0, ordinal.Lower), "0"},
		{ordinal.Letters(2, ordinal.Hebrew), "ב"},
		{ordinal.Repeated(28, ordinal.Lower), "bb"},
		{ordinal.Repeated(1_000_000, ordinal.Lower), "1000000"},
		{ordinal.Roman(1994), "MCMXCIV"},
		{ordinal.Roman(4), "IV"},
		{ordinal.Roman(4000), "4000"},
		{ordinal.Digits(104, ordinal.ThaiZero), "๑๐๔"},
		{ordinal.Chinese(1), "一"},
		{ordinal.Chinese(10), "十"},
		{ordinal.Chinese(11), "十一"},
		{ordinal.Chinese(20), "二十"},
		{ordinal.Chinese(105), "一百〇五"},
		{ordinal.Chinese(110), "一百一十"},
		{ordinal.Chinese(2000), "二千"},
		{ordinal.Chinese(10000), "10000"},
		{ordinal.Circled(1, false), "①"},
		{ordinal.Circled(21, false), "㉑"},
		{ordinal.Circled(50, false), "㊿"},
		{ordinal.Circled(51, false), "51"},
		{ordinal.Circled(20, true), "⓴"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}
