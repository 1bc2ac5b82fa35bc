package archtest_test

import (
	"slices"
	"strings"
)

// module is the path of this module.
const module = "proceedings"

// levels returns the packages of each level, lowest first. A package belongs to the
// longest entry that is its path or a parent of it: slides/office belongs to slides.
// Packages of one entry may import each other, and all may import lower levels.
// docs/architecture.md describes the levels.
func levels() [][]string {
	return [][]string{
		0: {"internal/meeting", "internal/layout", "internal/fault", "internal/words", "internal/bcp47", "internal/secret", "internal/proc", "internal/storage", "internal/logging", "internal/health", "internal/tlscheck", "internal/tlstest"},
		1: {
			"internal/plan", "internal/manifest", "internal/cmaf", "internal/sniff", "internal/compressed", "internal/ffmpeg", "internal/soundmatch", "internal/textmatch", "internal/align", "internal/sheet", "internal/standalone/versitygw", "internal/pdfium", "internal/tracing", "internal/bag", "internal/pronom",
			"internal/storage/s3", "internal/storage/mem", "internal/storage/storagetest",
		},
		2: {
			"internal/probe", "internal/transcode", "internal/slides", "internal/captions",
			"internal/publish", "internal/site", "internal/catalogue", "internal/intake", "internal/serve",
			"internal/storage/s3/s3test", "internal/jobs/redistest", // start servers for tests
		},
		3: {"internal/archive", "internal/originals", "internal/steps", "internal/batch"},
		4: {"internal/makers", "internal/progress", "internal/sharing", "internal/statuspage", "internal/preservation"},
		5: {"internal/assemble", "internal/retention"},
		6: {"internal/pipeline", "internal/fixity", "internal/garbage"},
		7: {"internal/jobs"},
		8: {"internal/standalone", "internal/metrics"},
		9: {"cmd", "internal/e2e", "internal/bench", "internal/tools"},
	}
}

// sameLevelImports returns the allowed imports between entries of one level.
func sameLevelImports() map[string][]string {
	return map[string][]string{
		// A store marks permanent errors, and removes control characters from file
		// names.
		"internal/storage": {"internal/fault", "internal/words"},
		// A child that this machine could not start is marked.
		"internal/proc": {"internal/fault"},
	}
}

// entryOf returns the entry of levels that pkg belongs to, and its level. ok is false if
// there is none.
func entryOf(pkg string) (name string, level int, ok bool) {
	for l, names := range levels() {
		for _, n := range names {
			if within(pkg, n) && len(n) > len(name) {
				name, level, ok = n, l, true
			}
		}
	}
	return name, level, ok
}

// within reports whether pkg is folder or a subfolder of it.
func within(pkg, folder string) bool {
	return pkg == folder || strings.HasPrefix(pkg, folder+"/")
}

// allowed reports whether a package may import another. Both are paths below the module
// root.
func allowed(from, to string) bool {
	fromEntry, fromLevel, ok1 := entryOf(from)
	toEntry, toLevel, ok2 := entryOf(to)
	switch {
	case !ok1 || !ok2:
		return false
	case fromEntry == toEntry, toLevel < fromLevel:
		return true
	}
	return slices.Contains(sameLevelImports()[fromEntry], toEntry)
}

// restriction allows some imports in a few packages only.
type restriction struct {
	imports  []string // import paths, or prefixes of them
	packages []string // packages that may use them
	tests    []string // packages whose tests may use them, too
	reason   string
}

func restrictions() []restriction {
	return []restriction{
		{
			imports:  []string{"os/exec"},
			packages: []string{"internal/proc"},
			tests:    []string{"cmd", "internal/e2e"},
			reason:   "internal/proc gives each child process a process group, limits and a sandbox",
		},
		{
			imports:  []string{"github.com/aws/"},
			packages: []string{"internal/storage/s3"},
			reason:   "all other packages use S3 through the interface of internal/storage",
		},
		{
			imports:  []string{"github.com/hibiken/asynq", "github.com/redis/go-redis", "github.com/alicebob/miniredis"},
			packages: []string{"internal/jobs"},
			reason:   "the queue is only a messenger, so no other package may depend on it",
		},
		{
			imports:  []string{"github.com/prometheus/"},
			packages: []string{"internal/metrics"},
			reason:   "internal/metrics names all metrics; others pass events and values to it",
		},
		{
			imports:  []string{"go.opentelemetry.io/"},
			packages: []string{"internal/tracing"},
			reason:   "internal/tracing records spans; without a tracer it does nothing",
		},
		{
			imports:  []string{"github.com/klippa-app/go-pdfium", "github.com/tetratelabs/wazero"},
			packages: []string{"internal/pdfium"},
			reason:   "by default PDFium can read all files of the machine, so internal/pdfium runs it in a child process",
		},
		{
			imports:  []string{"github.com/richardlehane"},
			packages: []string{"internal/pronom"},
			reason:   "siegfried reads hostile files with goroutines of its own, so internal/pronom runs it in a child process",
		},
	}
}

// permits reports whether a file of pkg may use the imports.
func (d restriction) permits(pkg string, test bool) bool {
	may := d.packages
	if test {
		may = slices.Concat(d.packages, d.tests)
	}
	return slices.ContainsFunc(may, func(r string) bool { return within(pkg, r) })
}

// covers reports whether path is one of the imports.
func (d restriction) covers(path string) bool {
	return slices.ContainsFunc(d.imports, func(p string) bool {
		return within(path, strings.TrimSuffix(p, "/"))
	})
}

// modelPackages returns the packages that may import the standard library only.
func modelPackages() []string {
	return []string{"internal/meeting", "internal/layout", "internal/fault", "internal/words"}
}

// pure returns the packages without side effects: they use no files, network, processes
// or stores.
func pure() []string {
	return []string{
		"internal/meeting", "internal/layout", "internal/fault", "internal/words", "internal/bcp47", "internal/secret", "internal/plan", "internal/manifest", "internal/sniff", "internal/ffmpeg", "internal/soundmatch", "internal/textmatch", "internal/align", "internal/intake/agenda", "internal/progress", "internal/assemble",
		"internal/slides/pdffile", "internal/slides/pdfcontent", "internal/slides/pdf", "internal/slides/office", "internal/slides/pptx", "internal/slides/odp", "internal/slides/album", "internal/slides/sanitize",
		"internal/bag", "internal/preservation/metadata",
	}
}

// effects returns the imports that pure packages may not use.
func effects() []string {
	return []string{"os", "net", "internal/proc", "internal/storage"}
}
