package pptx

import (
	"slices"
	"strings"
	"unicode"

	"proceedings/internal/slides/office"
	"proceedings/internal/words"
)

// alternative is the alternative text of a shape, if a person wrote it: not the name
// of an image file, nor a default name such as "Picture 3".
func alternative(about *office.Node) string {
	for mark := range about.Find("decorative") {
		if on(mark.Attr("val")) {
			return ""
		}
	}
	title, description := authored(about.Attr("title")), authored(about.Attr("descr"))
	switch {
	case description == "" || strings.HasPrefix(description, title+" ") || title == description:
		return max(title, description)
	case title == "":
		return description
	}
	return title + ": " + description
}

func authored(text string) string {
	text = words.OneLine(unescape(text))
	if office.IsImageName(text) || isNumbered(text) {
		return ""
	}
	return text
}

// isNumbered reports whether a text is a default name by a program: a noun, in some
// language, and a number.
func isNumbered(text string) bool {
	words := strings.Fields(text)
	if len(words) < 2 || strings.ContainsFunc(words[len(words)-1], func(r rune) bool { return !unicode.IsDigit(r) }) {
		return false
	}
	return slices.Contains([]string{
		"picture", "image", "graphic", "content", "chart", "table", "diagram", "object", "group", "shape", "placeholder",
		"grafik", "bild", "inhaltsplatzhalter", "diagramm", "tabelle", "imagen", "gráfico", "immagine", "grafico",
		"imagem", "afbeelding", "рисунок", "obraz", "bildobjekt", "billede", "kuva", "图片", "그림", "図",
	}, strings.ToLower(words[0])) && len(words) <= 3
}
