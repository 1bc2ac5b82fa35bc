package site

import (
	"fmt"
	"math"
	"mime"
	"strings"
	"time"

	"proceedings/internal/words"
)

// date is a day for machines and for people.
type date struct {
	ISO   string // empty where the text is no date
	Words string
}

func dateOf(iso string) date {
	day, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return date{Words: words.OneLine(iso)} // better an odd date than none
	}
	return date{ISO: iso, Words: day.Format("2 January 2006")}
}

// length is a duration in words: 2 h 5 min.
func length(seconds float64) string {
	minutes := int64(math.Round(seconds / 60))
	switch {
	case seconds <= 0:
		return ""
	case seconds < 90:
		return fmt.Sprintf("%d s", int64(math.Ceil(seconds)))
	case minutes < 60:
		return fmt.Sprintf("%d min", minutes)
	case minutes%60 == 0:
		return fmt.Sprintf("%d h", minutes/60)
	default:
		return fmt.Sprintf("%d h %d min", minutes/60, minutes%60)
	}
}

// kindOf is a media type in one word, or empty if none is known.
func kindOf(mediaType string) string {
	base, _, err := mime.ParseMediaType(mediaType)
	if err != nil {
		return ""
	}
	return map[string]string{
		"application/pdf": "PDF",
		"video/mp4":       "MP4",
		"audio/mp4":       "M4A",
		"video/webm":      "WebM",
		"audio/mpeg":      "MP3",
		"audio/ogg":       "Ogg",
		"audio/wav":       "WAV",
		"text/plain":      "text",
		"text/vtt":        "WebVTT",
		"image/jpeg":      "JPEG",
		"image/png":       "PNG",
	}[base]
}

// lines are the paragraphs of s without empty ones. Tabs separate table cells.
func lines(s string) []string {
	var list []string
	for line := range strings.Lines(s) {
		cells := strings.FieldsFunc(line, func(r rune) bool { return r == '\t' })
		for i := range cells {
			cells[i] = words.OneLine(cells[i])
		}
		if text := strings.Trim(strings.Join(cells, " · "), " ·"); text != "" {
			list = append(list, text)
		}
	}
	return list
}
