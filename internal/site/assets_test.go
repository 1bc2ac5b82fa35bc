package site_test

import (
	"regexp"
	"strings"
	"testing"

	"proceedings/internal/proc/proctest"
	"proceedings/internal/site"
)

func TestAssetNamesContainTheirHash(t *testing.T) {
	t.Parallel()
	a, err := site.AssetsOf("page")
	if err != nil {
		t.Fatal(err)
	}
	form := regexp.MustCompile(`^[a-z]+-[A-Za-z0-9]{8,}\.[A-Za-z.]+$`)
	for name, file := range a.Files {
		if !form.MatchString(name) {
			t.Errorf("%s: its name has no hash, so that it may not be kept for ever", name)
		}
		if len(file.Data) == 0 && !strings.HasSuffix(name, ".js") || file.Type == "" {
			t.Errorf("%s has %d bytes of type %q", name, len(file.Data), file.Type)
		}
	}
	for _, outside := range []string{"url(", "@import", "http:", "https:", "//"} {
		if strings.Contains(string(a.Files[a.Style].Data), outside) {
			t.Errorf("%s holds %q: it may ask for nothing", a.Style, outside)
		}
	}
}

func TestAssetsIncludeTheirImports(t *testing.T) {
	t.Parallel()
	for _, entry := range []string{"page", "embed"} {
		a, err := site.AssetsOf(entry)
		if err != nil {
			t.Fatal(err)
		}
		if a.Script == "" {
			proctest.Missing(t, "the scripts are not bundled: make web does it")
		}
		for _, name := range append(a.Preload, a.Script, a.Style, a.Icon, a.Licences) {
			if len(a.Files[name].Data) == 0 {
				t.Errorf("%s: %q is named and not there", entry, name)
			}
		}
		// What the modules import is there under the name that they import.
		for name, file := range a.Files {
			for _, m := range regexp.MustCompile(`"\./([A-Za-z0-9_-]+\.js)"`).FindAllSubmatch(file.Data, -1) {
				if a.Files[string(m[1])].Data == nil {
					t.Errorf("%s imports %s, which does not go along", name, m[1])
				}
			}
		}
	}
	if _, err := site.AssetsOf("nonsense"); err == nil {
		t.Error("a script that is not in the bundle was found")
	}
}
