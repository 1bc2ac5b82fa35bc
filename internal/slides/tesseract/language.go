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

// Languages are tesseract's names of languages (BCP 47), joined as [Reader.Read]
// takes them, and those of the languages that are not installed. English replaces
// these: with it, other languages in Latin script lose only their accents.
func (r Reader) Languages(ctx context.Context, tags []string) (names string, missing []string, err error) {
	installed := []string{english}
	if slices.ContainsFunc(tags, func(tag string) bool { return languageName(tag) != english }) {
		if installed, err = r.installed(ctx); err != nil {
			return "", nil, err
		}
	}
	var list []string
	for _, tag := range tags {
		name := languageName(tag)
		if name == "" || !slices.Contains(installed, name) {
			missing = append(missing, tag)
			name = english
		}
		if !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	if len(list) == 0 {
		list = []string{english}
	}
	return strings.Join(list, "+"), missing, nil
}

// installed lists the installed languages.
func (r Reader) installed(ctx context.Context) ([]string, error) {
	var out bytes.Buffer
	_, err := r.runner.Run(ctx, proc.Command{
		Path: "tesseract", Args: []string{"--list-langs"}, Stdout: &out, Dir: r.dir, Write: []string{r.dir}, CPU: listCPU,
	})
	if err != nil {
		return nil, fmt.Errorf("list the languages of tesseract: %w", err)
	}
	return strings.Fields(out.String()), nil
}

// languageName is tesseract's name of a language (BCP 47): the code of ISO 639-2,
// with the script where there are two. It is empty for an unknown language.
func languageName(tag string) string {
	parts := strings.FieldsFunc(strings.ToLower(tag), func(r rune) bool { return r == '-' || r == '_' })
	if len(parts) == 0 {
		return ""
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
	return ""
}

const languages = "en:eng de:deu fr:fra es:spa it:ita pt:por nl:nld pl:pol cs:ces sk:slk sl:slv hu:hun ro:ron" +
	" da:dan sv:swe no:nor nb:nor nn:nor fi:fin is:isl et:est lv:lav lt:lit ga:gle cy:cym mt:mlt lb:ltz" +
	" ca:cat eu:eus gl:glg la:lat bg:bul hr:hrv bs:bos sr:srp mk:mkd sq:sqi el:ell tr:tur az:aze" +
	" ru:rus uk:ukr be:bel ka:kat hy:hye kk:kaz uz:uzb ar:ara he:heb fa:fas ur:urd hi:hin bn:ben ta:tam te:tel" +
	" th:tha vi:vie id:ind ms:msa ja:jpn ko:kor af:afr sw:swa eo:epo tl:tgl"
