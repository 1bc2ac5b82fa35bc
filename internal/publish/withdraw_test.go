package publish_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/publish"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

func TestWithdraw(t *testing.T) {
	t.Parallel()
	below := new(mem.Store)
	put(t, below, 1, "March")
	other := "public/meetings/board-2/index.html"
	if _, err := below.Put(t.Context(), other, strings.NewReader("x"), storage.Attrs{}, storage.Always); err != nil {
		t.Fatal(err)
	}
	store := &recorder{Store: below}
	if err := publish.Withdraw(t.Context(), store, layout.Public, "board"); err != nil {
		t.Fatal(err)
	}
	if len(store.wrote) != 5 || store.wrote[0] != "delete "+folder+"manifest.json" {
		t.Errorf("did %q, want the manifest gone first", store.wrote)
	}
	var left []string
	for info, err := range below.List(t.Context(), "") {
		if err != nil {
			t.Fatal(err)
		}
		left = append(left, info.Key)
	}
	if !slices.Equal(left, []string{other}) {
		t.Errorf("left %q", left)
	}
	store.wrote = nil
	if err := publish.Withdraw(t.Context(), store, layout.Public, "board"); err != nil || len(store.wrote) != 0 {
		t.Errorf("nothing to withdraw: %q, %v", store.wrote, err)
	}
	// One that broke off is finished by the next.
	put(t, below, 2, "April")
	store.before = func(_, key string) error {
		if strings.HasSuffix(key, "style.css") {
			return storage.ErrUnavailable
		}
		return nil
	}
	if err := publish.Withdraw(t.Context(), store, layout.Public, "board"); !errors.Is(err, storage.ErrUnavailable) {
		t.Errorf("err = %v", err)
	}
	if _, err := below.Stat(t.Context(), folder+"manifest.json"); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("broken off, it left the manifest: %v", err)
	}
	store.before = nil
	if err := publish.Withdraw(t.Context(), store, layout.Public, "board"); err != nil {
		t.Fatal(err)
	}
	if _, err := below.Stat(t.Context(), folder+"style.css"); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("it is still there: %v", err)
	}
}
