package assemble

import (
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/publish"
)

// linkedFiles adds the files for other programs to pages: chapters, which the manifest
// names, and the files that derive from the complete manifest.
func linkedFiles(man manifest.Manifest, of meeting.Site, pages map[string]publish.Page) error {
	for i, r := range man.Recordings {
		vtt, podcast, err := manifest.ChapterFiles(man, r, of)
		if err != nil {
			return err
		}
		if len(vtt) == 0 {
			continue
		}
		named := r.ID
		if i == 0 {
			named = ""
		}
		vttName, jsonName := layout.Chapters(named)
		man.Recordings[i].ChaptersVTT = addPage(pages, vttName, vtt)
		man.Recordings[i].ChaptersJSON = addTyped(pages, jsonName, manifest.ChaptersType, podcast)
	}
	files, err := manifest.LinkedFiles(man, of)
	if err != nil {
		return err
	}
	for name, file := range files {
		addTyped(pages, name, file.Type, file.Data)
	}
	return nil
}
