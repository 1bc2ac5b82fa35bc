package pptx

import (
	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
	"proceedings/internal/words"
)

// maxSections is the largest number of sections of a deck.
const maxSections = MaxSlides

// sections are the sections of a presentation ([MS-PPTX] 2.6.11), each with its
// first slide. Those without slides are left out.
func sections(presentation *office.Node, slides []slidePart) []meeting.OutlineEntry {
	numbers := map[string]int{} // by ID
	for i, s := range slides {
		if _, known := numbers[s.id]; !known {
			numbers[s.id] = i + 1
		}
	}
	var outline []meeting.OutlineEntry
	for list := range presentation.Down("extLst").Find("sectionLst") {
		for section := range list.Named("section") {
			title, page := words.OneLine(section.Attr("name")), 0
			for id := range section.Down("sldIdLst").Named("sldId") {
				if number := numbers[slideID(id)]; number > 0 && (page == 0 || number < page) {
					page = number
				}
			}
			if title != "" && page > 0 && len(outline) < maxSections {
				outline = append(outline, meeting.OutlineEntry{Title: title, Level: 1, Page: page})
			}
		}
	}
	return outline
}
