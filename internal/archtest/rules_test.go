package archtest_test

import (
	"slices"
	"strings"
)

// module is the path of this module.
const module = "proceedings"

// levels are the floors of the house, lowest first. A package stands on the
// floor of the longest name here that leads to it, so slides/office stands with
// slides. Packages of one room may import each other; else imports point down.
// The drawing is in docs/architecture.md.
func levels() [][]string {
	return [][]string{
		0: {"internal/meeting", "internal/layout", "internal/fault", "internal/words", "internal/bcp47", "internal/proc", "internal/storage"},
		1: {
			"internal/plan", "internal/manifest", "internal/cmaf", "internal/sniff", "internal/ffmpeg", "internal/soundmatch", "internal/standalone/versitygw", "internal/pdfium",
			"internal/storage/s3", "internal/storage/mem", "internal/storage/storagetest",
		},
		2: {
			"internal/probe", "internal/transcode", "internal/slides", "internal/captions",
			"internal/publish", "internal/site", "internal/catalogue", "internal/intake", "internal/serve",
			"internal/storage/s3/s3test", // starts a server, for tests
		},
		3: {"internal/archive", "internal/originals", "internal/steps"},
		4: {"internal/makers", "internal/progress", "internal/sharing"},
		5: {"internal/assemble", "internal/retention"},
		6: {"internal/pipeline"},
		7: {"internal/jobs"},
		8: {"internal/standalone"},
		9: {"cmd", "internal/e2e", "internal/bench", "internal/tools"},
	}
}

// sidesteps are the imports between rooms of one floor that are meant.
func sidesteps() map[string][]string {
	return map[string][]string{
		// A store marks permanent errors, and removes control characters from file
		// names.
		"internal/storage": {"internal/fault", "internal/words"},
	}
}

// room is the entry of levels that pkg belongs to, with its floor; ok is false
// where there is none.
func room(pkg string) (name string, level int, ok bool) {
	for l, names := range levels() {
		for _, n := range names {
			if within(pkg, n) && len(n) > len(name) {
				name, level, ok = n, l, true
			}
		}
	}
	return name, level, ok
}

// within reports whether pkg is folder or lies below it.
func within(pkg, folder string) bool {
	return pkg == folder || strings.HasPrefix(pkg, folder+"/")
}

// allowed reports whether a package may import another, both of this module and
// as paths below its root.
func allowed(from, to string) bool {
	fromRoom, fromLevel, ok1 := room(from)
	toRoom, toLevel, ok2 := room(to)
	switch {
	case !ok1 || !ok2:
		return false
	case fromRoom == toRoom, toLevel < fromLevel:
		return true
	}
	return slices.Contains(sidesteps()[fromRoom], toRoom)
}

// door is a thing that is done in one place only.
type door struct {
	imports []string // the imports, or the beginnings of import paths, that lead through it
	rooms   []string // who may
	tests   []string // whose tests may, too
	reason  string
}

func doors() []door {
	return []door{
		{
			imports: []string{"os/exec"},
			rooms:   []string{"internal/proc"},
			tests:   []string{"cmd", "internal/e2e"},
			reason:  "a child needs a process group, limits and a sandbox, which internal/proc gives it",
		},
		{
			imports: []string{"github.com/aws/"},
			rooms:   []string{"internal/storage/s3"},
			reason:  "what we rely on of S3 is the contract of internal/storage",
		},
		{
			imports: []string{"github.com/hibiken/asynq", "github.com/redis/go-redis", "github.com/alicebob/miniredis"},
			rooms:   []string{"internal/jobs"},
			reason:  "the queue is only a messenger, and nobody else may depend on it",
		},
		{
			imports: []string{"github.com/klippa-app/go-pdfium", "github.com/tetratelabs/wazero"},
			rooms:   []string{"internal/pdfium"},
			reason:  "it reads all files of the machine unless it is told otherwise, and runs in a child of internal/pdfium",
		},
	}
}

// open reports whether a file of pkg may go through d.
func (d door) open(pkg string, test bool) bool {
	may := d.rooms
	if test {
		may = slices.Concat(d.rooms, d.tests)
	}
	return slices.ContainsFunc(may, func(r string) bool { return within(pkg, r) })
}

// leads reports whether the import goes through d.
func (d door) leads(path string) bool {
	return slices.ContainsFunc(d.imports, func(p string) bool {
		return within(path, strings.TrimSuffix(p, "/"))
	})
}

// nouns are the packages that know the standard library and nothing else.
func nouns() []string {
	return []string{"internal/meeting", "internal/layout", "internal/fault", "internal/words"}
}

// pure are the packages that decide and touch nothing: no file, no network, no
// process, no store.
func pure() []string {
	return []string{
		"internal/meeting", "internal/layout", "internal/fault", "internal/words", "internal/bcp47", "internal/plan", "internal/manifest", "internal/sniff", "internal/ffmpeg", "internal/soundmatch", "internal/progress", "internal/assemble",
		"internal/slides/pdffile", "internal/slides/pdf", "internal/slides/office", "internal/slides/pptx", "internal/slides/odp", "internal/slides/album", "internal/slides/sanitize",
	}
}

// effects are the imports that touch something.
func effects() []string {
	return []string{"os", "net", "internal/proc", "internal/storage"}
}
