package main

import (
	"errors"
	"strings"
	"testing"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/intake"
	"proceedings/internal/meeting"
)

func TestSpaceNeeded(t *testing.T) {
	t.Parallel()

	file := func(name string, size int64) intake.File {
		return intake.File{Source: meeting.Source{Name: name, Size: size}}
	}
	files := []intake.File{file("talk.mp4", 1000), file("slides.pdf", 10)}
	tests := []struct {
		name   string
		stored []meeting.Source
		want   int64
	}{
		{"a new meeting", nil, wire.Reserve + 2020},
		{"an unchanged meeting", []meeting.Source{files[0].Source, files[1].Source}, wire.Reserve},
		{"a new file", []meeting.Source{files[1].Source}, wire.Reserve + 2000},
		{"a file that was replaced", []meeting.Source{files[0].Source, {Name: "slides.pdf", Size: 9}}, wire.Reserve + 20},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := spaceNeeded(files, tt.stored); got != tt.want {
				t.Errorf("%d bytes, want %d", got, tt.want)
			}
		})
	}
}

func TestSpaceErrorNamesBothAmounts(t *testing.T) {
	t.Parallel()

	d := dataFlag{Data: t.TempDir()}
	if err := d.room("publish spring", 1); err != nil {
		t.Errorf("room for a byte: %v", err)
	}
	err := d.room("publish spring", 1<<60)
	if !errors.Is(err, wire.ErrNoSpace) || !strings.HasPrefix(err.Error(), "not enough free space: publish spring needs 1152922 TB in "+d.Data+", which has ") {
		t.Errorf("err = %v, want ErrNoSpace with both amounts", err)
	}
}
