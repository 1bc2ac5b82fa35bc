package sniff_test

import (
	"bytes"
	"testing"

	"proceedings/internal/sniff"
)

func TestOldPowerPointVersions(t *testing.T) {
	t.Parallel()

	user := func(content string) []byte {
		return withUser(ole(9, "Root Entry", "PowerPoint Document", "Current User"), content)
	}
	for _, tt := range []struct {
		name string
		data []byte
		want bool
	}{
		{"PowerPoint 97 and later", user("\x00\x00\xf6\x0f\x20\x00\x00\x00\x14\x00\x00\x00\x5f\xc0\x91\xe3"), false},
		{"PowerPoint 95", user("\x0b\x00\x00\x00Ian Grahams"), true},
		{"PowerPoint 4", ole(9, "Root Entry", "PP40"), true},
		{"PowerPoint 95 and 97 in one file", ole(9, "Root Entry", "PP40", "PP97_DUALSTORAGE"), false},
		{"a file that does not tell", ole(9, "Root Entry", "PowerPoint Document"), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := sniff.File(bytes.NewReader(tt.data), int64(len(tt.data)))
			if err != nil || got.Name != "ppt" || got.Old != tt.want {
				t.Errorf("%+v, %v, want Old %t", got, err, tt.want)
			}
		})
	}
}
