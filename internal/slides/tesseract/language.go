package tesseract

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"proceedings/internal/proc"
)

const english = "eng" // installed with tesseract itself

// Language is tesseract's name of a language (BCP 47), if that language is
// installed, and English otherwise. With English, other languages in Latin script
// lose only their accents.
func (r Reader) Language(ctx context.Context, tag string) (string, error) {
	want := languageName(tag)
	if want == english {
		return english, nil
	}
	var out bytes.Buffer
	_, err := r.runner.Run(ctx, proc.Command{
		Path: "tesseract", Args: []string{"--list-langs"}, Stdout: &out, Dir: r.dir, Write: []string{r.dir}, CPU: listCPU,
	})
	if err != nil {
		return "", fmt.Errorf("list the languages of tesseract: %w", err)
	}
	if slices.Contains(strings.Fields(out.String()), want) {
		return want, nil
	}
	return english, nil
}

// languageName is tesseract's name of a language (BCP 47): the code of ISO 639-2,
// with the script where there are two.
func languageName(tag string) string {
	parts := strings.FieldsFunc(strings.ToLower(tag), func(r rune) bool { return r == '-' || r == '_' })
	if len(parts) == 0 {
		return english
	}
	has := func(s string) bool { return slices.Contains(parts[1:], s) }
	switch parts[0] {
	case "zh":
		if has("hant") || !has("hans") && (has("tw") || has("hk") || has("mo")) {
			return "chi_tra"
		}
		return "chi_sim"
	case "sr":
		if has("latn") {
			return "srp_latn"
		}
	}
	for pair := range strings.FieldsSeq(languages) {
		if short, long, _ := strings.Cut(pair, ":"); short == parts[0] || long == parts[0] {
			return long
		}
	}
	return english
}

const languages = "en:eng de:deu fr:fra es:spa it:ita pt:por nl:nld pl:pol cs:ces sk:slk sl:slv hu:hun ro:ron" +
	" da:dan sv:swe no:nor nb:nor nn:nor fi:fin is:isl et:est lv:lav lt:lit ga:gle cy:cym mt:mlt lb:ltz" +
	" ca:cat eu:eus gl:glg la:lat bg:bul hr:hrv bs:bos sr:srp mk:mkd sq:sqi el:ell tr:tur az:aze" +
	" ru:rus uk:ukr be:bel ka:kat hy:hye kk:kaz uz:uzb ar:ara he:heb fa:fas ur:urd hi:hin bn:ben ta:tam te:tel" +
	" th:tha vi:vie id:ind ms:msa ja:jpn ko:kor af:afr sw:swa eo:epo tl:tgl"
