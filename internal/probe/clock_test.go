package probe

import (
	"encoding/json"
	"testing"
)

func TestCreationTime(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, json, created, timecode string
	}{
		{
			"a camera", `{"format":{"tags":{"creation_time":"2026-05-12T10:00:04.000000Z"}},"streams":[
				{"codec_type":"video","tags":{"creation_time":"2026-05-12T10:00:05.000000Z","timecode":"10:00:04:12"}},
				{"codec_type":"data","tags":{"timecode":"10:00:04:12"}}]}`, "2026-05-12T10:00:04Z", "10:00:04:12",
		},
		{"a telephone with its time zone", `{"format":{"tags":{"com.apple.quicktime.creationdate":"2026-05-12T12:00:04+0200"}}}`, "2026-05-12T10:00:04Z", ""},
		{"only its streams know", `{"streams":[{"codec_type":"audio","tags":{"creation_time":"2026-05-12T10:00:05.25Z"}}]}`, "2026-05-12T10:00:05.25Z", ""},
		{"frames are dropped", `{"streams":[{"codec_type":"data","tags":{"timecode":"01:00:00;02"}}]}`, "", "01:00:00;02"},
		{"the picture's before another", `{"streams":[{"codec_type":"data","tags":{"timecode":"02:00:00:00"}},{"codec_type":"video","tags":{"timecode":"03:00:00:00"}}]}`, "", "03:00:00:00"},
		{"in the header", `{"format":{"tags":{"timecode":"04:00:00:00"}}}`, "", "04:00:00:00"},
		{"a clock that was never set", `{"format":{"tags":{"creation_time":"1970-01-01T00:00:00.000000Z"}}}`, "", ""},
		{"what is no time", `{"format":{"tags":{"creation_time":"yesterday","timecode":"25:00:00:00"}},"streams":[{"tags":{"timecode":"../../x"}}]}`, "", ""},
		{"nothing", `{}`, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var h header
			if err := json.Unmarshal([]byte(tt.json), &h); err != nil {
				t.Fatal(err)
			}
			if created, timecode := h.created(), h.timecode(); created != tt.created || timecode != tt.timecode {
				t.Errorf("created %q with timecode %q, want %q and %q", created, timecode, tt.created, tt.timecode)
			}
		})
	}
}
