package pptx

import (
	"path"
	"slices"
	"strings"
	"unicode"

	"proceedings/internal/slides/office"
)

// alternative is the alternative text of a shape, if somebody wrote it: not
// the name of the file that a picture came from, nor one such as "Picture 3".
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

func authored(said string) string {
	said = office.OneLine(unescape(said))
	if isFileName(said) || isNumbered(said) {
		return ""
	}
	return said
}

func isFileName(said string) bool {
	return slices.Contains([]string{
		".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".svg", ".emf", ".wmf", ".webp", ".heic",
	}, strings.ToLower(path.Ext(said)))
}

// isNumbered reports whether said is a name that a program gave: what the
// thing is, in some language, and a number.
func isNumbered(said string) bool {
	words := strings.Fields(said)
	if len(words) < 2 || strings.ContainsFunc(words[len(words)-1], func(r rune) bool { return !unicode.IsDigit(r) }) {
		return false
	}
	return slices.Contains([]string{
		"picture", "image", "graphic", "content", "chart", "table", "diagram", "object", "group", "shape", "placeholder",
		"grafik", "bild", "inhaltsplatzhalter", "diagramm", "tabelle", "imagen", "gráfico", "immagine", "grafico",
		"imagem", "afbeelding", "рисунок", "obraz", "bildobjekt", "billede", "kuva", "图片", "그림", "図",
	}, strings.ToLower(words[0])) && len(words) <= 3
}
