// Package ordinal writes the numbers of ordered lists: as letters, Roman numerals,
// or in the numerals of other scripts. It is pure.
package ordinal

import (
	"slices"
	"strconv"
	"strings"
)

// Alphabets of lists.
const (
	Lower         = "abcdefghijklmnopqrstuvwxyz"
	Upper         = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	Hebrew        = "אבגדהוזחטיכלמנסעפצקרשת"
	ArabicLetters = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
	ArabicAbjad   = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
	Thai          = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
	HindiVowels   = "अआइईउऊऋएऐओऔ"
	Hindi         = "कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह"
)

// Zeros of decimal numerals.
const (
	ThaiZero      = '๐'
	HindiZero     = '०'
	FullWidthZero = '０'
)

// Letters is n in letters: a, b, … z, aa, ab. It is n in digits if n is less than 1.
func Letters(n int, alphabet string) string {
	if n < 1 {
		return strconv.Itoa(n)
	}
	letters := []rune(alphabet)
	var reversed []rune
	for ; n > 0; n = (n - 1) / len(letters) {
		reversed = append(reversed, letters[(n-1)%len(letters)])
	}
	var b strings.Builder
	for _, letter := range slices.Backward(reversed) {
		b.WriteRune(letter)
	}
	return b.String()
}

// Repeated is n in letters: a, b, … z, aa, bb.
func Repeated(n int, alphabet string) string {
	letters := []rune(alphabet)
	const most = 100 // repetitions
	if n < 1 || n > most*len(letters) {
		return strconv.Itoa(n)
	}
	return strings.Repeat(string(letters[(n-1)%len(letters)]), (n-1)/len(letters)+1)
}

// Roman is n in upper-case Roman numerals, or in digits if it has none.
func Roman(n int) string {
	const most = 3999
	if n < 1 || n > most {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, step := range []struct {
		value   int
		numeral string
	}{
		{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"},
	} {
		for n >= step.value {
			b.WriteString(step.numeral)
			n -= step.value
		}
	}
	return b.String()
}

// Digits is n in decimal digits from zero on.
func Digits(n int, zero rune) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return zero + r - '0'
		}
		return r
	}, strconv.Itoa(n))
}

// Chinese is n in Chinese numerals, which Japanese and Korean lists use, too.
func Chinese(n int) string {
	const most = 9999
	digits := []rune("〇一二三四五六七八九")
	if n < 1 || n > most {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	zero := false // a place was left out
	for _, place := range []struct {
		value int
		name  string
	}{{1000, "千"}, {100, "百"}, {10, "十"}, {1, ""}} {
		digit := n / place.value % 10
		switch {
		case digit == 0:
			zero = b.Len() > 0
			continue
		case zero:
			b.WriteRune(digits[0])
		}
		zero = false
		if digit > 1 || place.value != 10 || b.Len() > 0 {
			b.WriteRune(digits[digit])
		}
		b.WriteString(place.name)
	}
	return b.String()
}

// Circled is n in a circle, white or black, or in digits if Unicode has none.
func Circled(n int, black bool) string {
	runs := [][3]int{{1, 20, '①'}, {21, 35, '㉑'}, {36, 50, '㊱'}} // first, last, character of the first
	if black {
		runs = [][3]int{{1, 10, '❶'}, {11, 20, '⓫'}}
	}
	for _, run := range runs {
		if n >= run[0] && n <= run[1] {
			return string(rune(run[2] + n - run[0])) //nolint:gosec // within the run
		}
	}
	return strconv.Itoa(n)
}
