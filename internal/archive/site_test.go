package archive_test

import (
	"strings"
	"testing"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

func TestChangeSite(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	none, err := archive.ReadSite(t.Context(), store)
	if err != nil || none != (meeting.Site{}) {
		t.Fatalf("without settings: %+v, %v", none, err)
	}
	title := func(s *meeting.Site) { s.Title = "Council" }
	for _, want := range []bool{true, false} {
		now, changed, changeErr := archive.ChangeSite(t.Context(), store, title)
		if changeErr != nil || changed != want || now.Title != "Council" {
			t.Errorf("ChangeSite = %+v, %t, %v; want a change: %t", now, changed, changeErr, want)
		}
	}
	now, _, err := archive.ChangeSite(t.Context(), store, func(s *meeting.Site) { s.Base = "https://media.example.org/" })
	read, readErr := archive.ReadSite(t.Context(), store)
	want := meeting.Site{Schema: meeting.SiteSchema, Base: "https://media.example.org/", Title: "Council"}
	if err != nil || readErr != nil || now != want || read != want {
		t.Errorf("%+v, %v, read as %+v, %v; want %+v", now, err, read, readErr, want)
	}
	if err = storage.WriteJSON(t.Context(), store, layout.Site, meeting.Site{Schema: 99}, storage.Always); err != nil {
		t.Fatal(err)
	}
	if _, _, err = archive.ChangeSite(t.Context(), store, title); err == nil || !strings.Contains(err.Error(), "schema 99") {
		t.Errorf("settings of a newer schema: %v", err)
	}
}
