// Package intake turns a folder or some files into a [meeting.Meeting] to submit.
//
// Reading the folder is one thing (scan), deciding what it means another
// (decide): the decision is a pure function of the list of files, of what each
// was found to be, and of meeting.yaml.
//
// A table of recognisers, about one file each, groups what belongs together: the parts
// of a split recording in order, views (another picture of a recording) and twins (a
// file that repeats its sound). They use names, formats, sizes and the first bytes of a
// few helper files. Each claims files in turn; the groups under recordings in
// meeting.yaml exist before the first one runs.
//
// The sources of the record say the result: PartOf, ViewOf and TwinOf name the source
// that stands for the recording, which has none of the three itself. Every file ends as
// a source, as a refusal, or left out by name. The same table generates
// docs/input-files.md.
package intake
