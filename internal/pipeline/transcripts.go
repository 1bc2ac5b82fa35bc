package pipeline

import (
	"context"

	"proceedings/internal/assemble"
	"proceedings/internal/captions"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/publish"
	"proceedings/internal/storage"
)

// readTranscripts reads the captions and the DASH manifests that a manifest names.
func readTranscripts(ctx context.Context, store storage.Store, space layout.Space, man manifest.Manifest) (assemble.Transcripts, error) {
	s := assemble.Transcripts{Cues: map[string][]meeting.Cue{}, DASH: map[string][]byte{}}
	for _, r := range man.Recordings {
		for _, c := range r.Captions {
			data, err := publish.ReadFile(ctx, store, space, man.ID, c.VTT.URL)
			if err != nil {
				return s, err
			}
			s.Cues[c.VTT.URL] = captions.ParseWritten(data)
		}
		dash := []string{r.DASH.URL}
		for _, v := range r.Views {
			dash = append(dash, v.DASH.URL)
		}
		for _, url := range dash {
			if _, read := s.DASH[url]; read || url == "" || len(r.Captions) == 0 {
				continue
			}
			data, err := publish.ReadFile(ctx, store, space, man.ID, url)
			if err != nil {
				return s, err
			}
			s.DASH[url] = data
		}
	}
	return s, nil
}
