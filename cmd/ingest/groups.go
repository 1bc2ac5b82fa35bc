package main

import (
	"cmp"
	"fmt"
	"slices"

	"proceedings/internal/intake"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/words"
)

// groupFiles fills in the recording that each file belongs to, as the pipeline does.
// files and plans are in the order of the sources.
func groupFiles(m meeting.Meeting, files []intake.File, plans []filePlan) {
	known := make([]plan.File, len(plans))
	for i := range plans {
		known[i] = plan.File{Source: m.Sources[i], Media: plans[i].media, Unusable: plans[i].Refused}
		src := files[i].Source
		plans[i].Program, plans[i].View, plans[i].Offset = files[i].Program, src.View, src.Offset
	}
	groups, remarks := plan.Groups(known)
	main := likelyMain(groups, plans)
	for _, g := range groups {
		head := m.Sources[g.Head].Name
		parts := []plan.Recording{}
		for k, i := range slices.Concat([]int{g.Head}, g.Parts) {
			parts = append(parts, plans[i].Recording.rec)
			if len(g.Parts) > 0 {
				plans[i].Part, plans[i].Parts = k+1, len(g.Parts)+1
			}
			if k > 0 {
				plans[i].PartOf = head
			}
		}
		if len(parts) > 1 {
			own, whole := plans[g.Head].Recording.Warnings, plan.Join(parts)
			plans[g.Head].Recording = describe(m.Profile, whole)
			plans[g.Head].Recording.Warnings = append(own, whole.JoinWarnings()...) // each part prints its own
			plans[g.Head].Make = plans[g.Head].Recording.String()
		}
		recording := plans[g.Head].Recording
		plays, problem := trimPlan(m.TrimOf(m.Sources[g.Head], g.Head == main), recording.Duration)
		if problem != "" {
			recording.Warnings = append(recording.Warnings, problem)
		} else if recording.Plays = plays; plays != "" {
			plans[g.Head].Make = recording.String()
		}
		for _, i := range g.Views {
			plans[i].ViewOf = head
			whole, own := plans[g.Head].Recording.Duration, plans[i].Recording.Duration
			switch o := plans[i].Offset; {
			case o == nil:
				remarks[i] = append(remarks[i], plan.LengthWarnings(head, whole, own)...)
			case plan.Apart(whole, own, *o):
				remarks[i] = append(remarks[i], plan.ApartWarning(head, ""))
				plans[i].ViewOf = ""
			default:
				remarks[i] = append(remarks[i], plan.OverlapWarnings(head, whole, own, *o)...)
			}
		}
		for _, i := range g.Copies {
			plans[i].TwinOf = head
		}
	}
	for i := range plans {
		f := &plans[i]
		f.Make = f.describe()
		r := f.Recording
		if r != nil && f.PartOf+f.TwinOf != "" { // it has no output of its own
			r = &recordingPlan{Profile: r.Profile, Duration: r.Duration, Warnings: r.Warnings}
		}
		if r != nil {
			r.Warnings = append(r.Warnings, remarks[i]...)
		}
		f.Recording = r
	}
}

// likelyMain returns the index of the file of the main recording: the longest, preferably with
// a picture. The pipeline also asks whether the sound is audible. It returns -1 if there is none.
func likelyMain(groups []plan.Group, plans []filePlan) int {
	if len(groups) == 0 {
		return -1
	}
	picture := func(g plan.Group) int { return min(1, len(plans[g.Head].Recording.Rungs)) }
	return slices.MaxFunc(groups, func(a, b plan.Group) int {
		length := func(g plan.Group) (sum float64) {
			for _, i := range append([]int{g.Head}, g.Parts...) {
				sum += plans[i].Recording.Duration
			}
			return sum
		}
		return cmp.Or(cmp.Compare(picture(a), picture(b)), cmp.Compare(length(a), length(b)))
	}).Head
}

// describe returns the planned output of a file and the recording it belongs to.
func (f filePlan) describe() string {
	switch {
	case f.Refused != "":
		return ""
	case f.TwinOf != "":
		return fmt.Sprintf("repeats %s: kept, not encoded", f.TwinOf)
	case f.PartOf != "":
		text := fmt.Sprintf("part %d of %d, joined to %s", f.Part, f.Parts, f.PartOf)
		if f.Recording != nil {
			text += ", " + words.Clock(f.Recording.Duration)
		}
		return text
	case f.Parts > 1:
		return fmt.Sprintf("the first of %d parts, together: %s", f.Parts, f.Make)
	case f.ViewOf != "":
		return fmt.Sprintf("view of %s%s: %s", f.ViewOf, inBrackets(f.View), f.Make)
	case f.View != "":
		return fmt.Sprintf("%s: %s", f.View, f.Make)
	}
	return f.Make
}

func inBrackets(v meeting.View) string {
	if v == "" {
		return ""
	}
	return " (" + string(v) + ")"
}
