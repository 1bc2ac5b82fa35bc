package slides

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"proceedings/internal/proc"
)

const english = "eng" // comes with tesseract itself

// language is what tesseract is to read by: the meeting's language, where that
// is installed, and English otherwise. Of the other languages that are written
// in the same letters it loses only the accents.
func (j *job) language(ctx context.Context) (string, error) {
	want := tesseractLanguage(j.Language)
	if want == english {
		return english, nil
	}
	var out bytes.Buffer
	_, err := j.runner.Run(ctx, proc.Command{
		Path: "tesseract", Args: []string{"--list-langs"}, Stdout: &out, Dir: j.work, Write: []string{j.work}, CPU: 30 * time.Second,
	})
	if err != nil {
		return "", fmt.Errorf("ask tesseract for its languages: %w", err)
	}
	if slices.Contains(strings.Fields(out.String()), want) {
		return want, nil
	}
	return english, nil
}

// tesseractLanguage is tesseract's name of a language (BCP 47): that of ISO
// 639-2, with the script where there are two.
func tesseractLanguage(tag string) string {
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
