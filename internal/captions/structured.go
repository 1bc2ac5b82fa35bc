package captions

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/asticode/go-astisub"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
)

// readStructured reads the formats that are more than lines: TTML, SubStation
// Alpha and EBU STL.
func readStructured(data []byte, format, lang string) (Script, error) {
	text := decode(data, lang)
	var script Script
	var read func() (*astisub.Subtitles, error)
	switch format {
	case "ttml":
		// What the declaration says of the encoding is true no more.
		text = regexp.MustCompile(`^\s*<\?xml[^>]*\?>`).ReplaceAllString(text, "")
		if named := regexp.MustCompile(`<tt[\s][^>]*xml:lang="([A-Za-z0-9-]{2,20})"`).FindStringSubmatch(text); named != nil {
			script.Language = named[1]
		}
		read = func() (*astisub.Subtitles, error) { return astisub.ReadFromTTML(strings.NewReader(text)) }
	case "ass":
		quiet := astisub.SSAOptions{OnUnknownSectionName: func(string) {}, OnInvalidLine: func(string) {}}
		read = func() (*astisub.Subtitles, error) {
			return astisub.ReadFromSSAWithOptions(strings.NewReader(text), quiet)
		}
	default:
		read = func() (*astisub.Subtitles, error) {
			return astisub.ReadFromSTL(bytes.NewReader(data), astisub.STLOptions{})
		}
	}
	found, err := guarded(read)
	if err != nil {
		return Script{}, fmt.Errorf("%w: %w", fault.Refuse("is damaged: no captions can be read from it"), err)
	}
	for _, item := range found.Items {
		script.Cues = append(script.Cues, cuesOf(item)...)
	}
	return script, nil
}

// guarded keeps a panic of the library to the file that brought it about.
func guarded(read func() (*astisub.Subtitles, error)) (found *astisub.Subtitles, err error) {
	defer func() {
		if trouble := recover(); trouble != nil {
			err = fmt.Errorf("%v", trouble)
		}
	}()
	return read()
}

// cuesOf is an item of the library's, a cue for each that speaks in it.
func cuesOf(item *astisub.Item) []meeting.Cue {
	var cues []meeting.Cue
	for _, line := range item.Lines {
		var text strings.Builder
		for _, part := range line.Items {
			text.WriteString(strings.NewReplacer(`\N`, "\n", `\n`, "\n", `\h`, " ").Replace(part.Text))
		}
		speaker, said := name(line.VoiceName), tidy(text.String())
		if n := len(cues); n > 0 && cues[n-1].Speaker == speaker {
			cues[n-1].Text = tidy(cues[n-1].Text + "\n" + said)
		} else if said != "" {
			cues = append(cues, meeting.Cue{
				Start: item.StartAt.Seconds(), End: item.EndAt.Seconds(), Speaker: speaker, Text: said,
			})
		}
	}
	return cues
}
