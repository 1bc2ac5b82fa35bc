package words_test

import (
	"testing"

	"proceedings/internal/words"
)

func TestSize(t *testing.T) {
	t.Parallel()
	for bytes, want := range map[int64]string{
		0: "0 B", 999: "999 B", 1000: "1 kB", 1234: "1.2 kB", 81_000: "81 kB", 999_499: "999 kB", 999_600: "1 MB",
		412_000_000: "412 MB", 2_100_000_000: "2.1 GB", 3_000_000_000_000_000: "3000 TB",
	} {
		if got := words.Size(bytes); got != want {
			t.Errorf("Size(%d) = %q, want %q", bytes, got, want)
		}
	}
}

func TestOneLine(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "", " \n\t ": "", "one": "one", "  one\ttwo\r\n\n three\u00a0four\u2028five ": "one two three four five",
	} {
		if got := words.OneLine(text); got != want {
			t.Errorf("OneLine(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestClock(t *testing.T) {
	t.Parallel()
	for seconds, want := range map[float64]string{
		-1: "0:00", 0: "0:00", 0.4: "0:00", 59.9: "0:59", 301.5: "5:01", 3599.9: "59:59", 3600: "1:00:00", 5025: "1:23:45", 360000: "100:00:00",
	} {
		if got := words.Clock(seconds); got != want {
			t.Errorf("Clock(%v) = %q, want %q", seconds, got, want)
		}
	}
}

func TestNumbered(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		numbers []int
		want    string
	}{
		{[]int{4}, "slide 4"},
		{[]int{4, 7}, "slides 4 and 7"},
		{[]int{4, 7, 9, 10, 12}, "slides 4, 7, 9 and 2 more"},
	} {
		if got := words.Numbered("slide", tt.numbers, 3); got != tt.want {
			t.Errorf("Numbered(%v) = %q, want %q", tt.numbers, got, tt.want)
		}
	}
}
