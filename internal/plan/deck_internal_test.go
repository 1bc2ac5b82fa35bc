package plan

import (
	"slices"
	"testing"

	"proceedings/internal/meeting"
)

func TestOmissions(t *testing.T) {
	t.Parallel()
	no := false
	tests := []struct {
		name      string
		format    string
		publish   []meeting.Disclosure
		downloads *bool
		want      []Omission
	}{
		{"by default", "pptx", []meeting.Disclosure{}, nil, []Omission{OmitHiddenSlides, OmitCutMedia, OmitMetadata}},
		{"with originals", "pptx", []meeting.Disclosure{meeting.DiscloseOriginals}, nil, []Omission{OmitHiddenSlides, OmitMetadata}},
		{"originals that may not be downloaded", "odp", []meeting.Disclosure{meeting.DiscloseOriginals}, &no, []Omission{OmitHiddenSlides, OmitCutMedia, OmitMetadata}},
		{"a record without a list publishes everything", "pptx", nil, nil, nil},
		{"a PDF file by default", "pdf", []meeting.Disclosure{}, nil, []Omission{OmitAttachments, OmitNotes, OmitComments, OmitMetadata}},
		{"a PDF file that readers download", "pdf", []meeting.Disclosure{meeting.DiscloseOriginals}, nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := meeting.Meeting{Publish: tt.publish, Rights: meeting.Rights{Downloads: tt.downloads}}
			if got := omissions(m, meeting.Source{}, tt.format); !slices.Equal(got, tt.want) {
				t.Errorf("omissions = %v, want %v", got, tt.want)
			}
		})
	}
}
