// Package fixity verifies the archive: it reads stored files and compares them with the
// SHA-256 that records name.
//
// An original has its SHA-256 in its key. The result of a step names the files of the run
// that counts; while only withdrawn meetings use the step, its status holds the result. The
// manifest of a meeting names its pages, their copies that never change, and the scripts and
// styles that they share. The catalogue has no checksums: it is made from the manifests.
//
// [Originals], [StepUnit] and [Pages] decide which files a meeting has, and [Unit.Compare]
// what is wrong with them; all are pure. A [Checker] reads. Files that meetings share are
// one [Unit], read once in a run. Processing goes on meanwhile: a unit with findings is
// planned and read once more, and the second result counts.
//
// [Checker.Repair] deletes what is damaged and can be made again, so that the pipeline makes
// it. It never touches originals.
package fixity
