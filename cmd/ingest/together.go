package main

import (
	"fmt"
	"slices"

	"proceedings/internal/intake"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/words"
)

// belonging is a plan with what recording its file is of. all are the plans of
// sources, in their order; the first part of a recording speaks for the whole.
func (f filePlan) belonging(sources []meeting.Source, file intake.File, all []filePlan) filePlan {
	name := func(id string) string {
		if at := slices.IndexFunc(sources, func(s meeting.Source) bool { return s.ID == id }); at >= 0 {
			return sources[at].Name
		}
		return ""
	}
	src := file.Source
	f.Program, f.View, f.Offset = file.Program, src.View, src.Offset
	f.PartOf, f.ViewOf, f.TwinOf = name(src.PartOf), name(src.ViewOf), name(src.TwinOf)
	first := src.ID
	if src.PartOf != "" {
		first = src.PartOf
	}
	var parts []plan.Recording
	for i, s := range sources {
		if s.ID != first && s.PartOf != first {
			continue
		}
		f.Parts++
		if r := all[i].Recording; r != nil {
			parts = append(parts, r.rec)
		}
		if s.ID == src.ID {
			f.Part = f.Parts
		}
	}
	if f.Parts == 1 {
		f.Part, f.Parts = 0, 0
	}
	if f.Part == 1 && len(parts) > 1 && f.Recording != nil {
		own := f.Recording.Warnings // each part has its own
		f.Recording = describe(f.Recording.Profile, plan.Join(parts))
		f.Recording.Warnings = own
		f.Make = f.Recording.String()
	}
	f.Make = f.together()
	if r := f.Recording; r != nil && (f.TwinOf != "" || f.PartOf != "") { // nothing is made of it by itself
		f.Recording = &recordingPlan{Profile: r.Profile, Duration: r.Duration, Warnings: r.Warnings}
	}
	return f
}

// together is what would be made of a file, and of what recording it is.
func (f filePlan) together() string {
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
