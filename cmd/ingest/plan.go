package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"proceedings/internal/fault"
	"proceedings/internal/intake"
	"proceedings/internal/meeting"
	"proceedings/internal/probe"
	"proceedings/internal/progress"
	"proceedings/internal/slides"
	"proceedings/internal/words"
)

type planCmd struct {
	inputFlags

	JSON bool `name:"json" help:"Print JSON, one file a line."`
}

func (*planCmd) Help() string {
	return `Reads the files on this machine and prints what would be produced from them. It
stores, starts and changes nothing. Notes name the files that were recognised as
parts or views of one recording, and the files that were left out. The keys
recordings, together and ignore in meeting.yaml override this. If a PDF file called
agenda, programme or schedule lists presentations with times, it prints them as lines
for meeting.yaml.

Examples:

  ingest plan folder/
  ingest plan --json recording.mp4`
}

// filePlan is the planned output of one file.
type filePlan struct {
	Name      string         `json:"name"`
	Role      meeting.Role   `json:"role,omitempty"`
	Make      string         `json:"make,omitempty"`
	Recording *recordingPlan `json:"recording,omitempty"`
	Refused   string         `json:"refused,omitempty"`

	Program string       `json:"program,omitempty"` // that wrote it: "Zoom cloud"
	PartOf  string       `json:"partOf,omitempty"`  // name of the first part of its recording
	Part    int          `json:"part,omitempty"`    // which part, from 1
	Parts   int          `json:"parts,omitempty"`   // of how many
	ViewOf  string       `json:"viewOf,omitempty"`  // name of the recording that it is another view of
	View    meeting.View `json:"view,omitempty"`    // what its video shows
	Offset  *float64     `json:"offset,omitempty"`  // of a view: its start in the recording, seconds; absent if the audio decides
	TwinOf  string       `json:"twinOf,omitempty"`  // name of the recording that it repeats
	LeftOut string       `json:"leftOut,omitempty"` // what it is, if only the program that wrote it uses it

	Withheld  meeting.Withheld `json:"withheld,omitzero"`   // content of a deck that is not published
	Uncounted bool             `json:"uncounted,omitempty"` // a plan does not read the deck for it

	Warnings []string `json:"warnings,omitempty"` // predicates

	Agenda []agendaItem `json:"agenda,omitempty"` // presentations that a PDF file seems to list: a suggestion for meeting.yaml

	media  *meeting.Media // of a recording
	format string         // as package sniff names it
}

// Run prints the plan.
func (p *planCmd) Run(ctx context.Context, c *console) error {
	in, err := p.read(ctx, c)
	if err != nil {
		return err
	}
	defer in.Close()
	tools, err := newPlanTools(ctx, c)
	if err != nil {
		return err
	}
	defer tools.close()
	var plans []filePlan
	for _, f := range in.Files {
		var one filePlan
		if one, err = planFile(ctx, tools.prober, tools.decks, in.Meeting, f); err != nil {
			return fmt.Errorf("%s: %w", words.Line(f.Source.Name), err)
		}
		plans = append(plans, one)
	}
	groupFiles(in.Meeting, in.Files, plans)
	if err = checkCaptions(ctx, in.Meeting, in.Files, plans); err != nil {
		return err
	}
	for _, r := range in.Meeting.Refused {
		plans = append(plans, filePlan{Name: r.Name, Refused: r.Reason})
	}
	for _, l := range in.LeftOut {
		plans = append(plans, filePlan{Name: l.Name, LeftOut: l.What})
	}
	if err := p.print(c.out, in, plans); err != nil {
		return err
	}
	var refused []meeting.Refusal
	for _, one := range plans {
		if one.Refused != "" {
			refused = append(refused, meeting.Refusal{Name: one.Name, Reason: one.Refused})
		}
	}
	return refusedBy(refused)
}

func planFile(ctx context.Context, prober *probe.Prober, decks *slides.Converter, m meeting.Meeting, f intake.File) (filePlan, error) {
	one := filePlan{Name: f.Source.Name}
	if one.Refused = unreadable(f); one.Refused != "" {
		return one, nil
	}
	found, err := prober.Locked(ctx, f.Path, f.Source.Role, f.Source.Password)
	if fault.IsPermanent(err) {
		one.Refused = fault.Reason(err)
		return one, nil
	}
	if err != nil {
		return one, err
	}
	one.Role, one.format, one.Warnings = found.Role, found.Format, probe.Warnings(found, f.Source.Role)
	switch {
	case found.Role == meeting.Recording && found.Media != nil:
		one.media = found.Media
		if one.Recording, err = planRecording(m, f.Source, *found.Media); err != nil {
			return one, err
		}
		one.Make = one.Recording.String()
	case found.Role == meeting.Deck:
		one.Make = "PDF, page images of 1600 and 320 pixels, text"
		err = readDeck(ctx, decks, m, f, &one)
		if fault.IsPermanent(err) {
			one.Refused, err = fault.Reason(err), nil
		}
	case found.Role == meeting.Captions:
		one.Make = captionsPlan(m, f.Source)
	case m.Rights.AllowsDownloads():
		one.Make = "offered for download"
		if progress.OffersNotes(m, f.Source, found) {
			one.Warnings = append(one.Warnings, offersNotes)
		}
	default:
		one.Make = "kept, not offered for download"
	}
	if err == nil && one.Refused == "" {
		one.Agenda, err = readAgenda(ctx, decks, m, f)
		if fault.IsPermanent(err) {
			err = nil // it is only a suggestion
		}
	}
	return one, err
}

// unreadable returns why a file that was found before cannot be opened now, if so: the
// tools of a plan open it by its path and would follow a link.
func unreadable(f intake.File) string {
	file, err := f.Open()
	if err != nil {
		return err.Error()
	}
	_ = file.Close() // only read from
	return ""
}

// captionsPlan describes the recording of captions and the output.
func captionsPlan(m meeting.Meeting, src meeting.Source) string {
	text := "WebVTT in HLS and DASH, a transcript"
	if at := slices.IndexFunc(m.Sources, func(s meeting.Source) bool { return s.ID == src.Recording }); at >= 0 {
		text = "of " + m.Sources[at].Name + ": " + text
	}
	if lang := cmp.Or(src.Language, m.Language); lang != "" {
		text += ", " + lang
	}
	if src.Reviewed {
		text += ", reviewed"
	}
	return text
}

func (p *planCmd) print(w io.Writer, in intake.Input, plans []filePlan) error {
	if p.JSON {
		for _, one := range plans {
			if err := printJSON(w, one); err != nil {
				return err
			}
		}
		return nil
	}
	m := in.Meeting
	printf(w, "%s: %q", m.ID, m.Title)
	if m.Date != "" {
		printf(w, ", %s", m.Date)
	}
	printf(w, ", %s, profile %s\n", m.Visibility, m.Profile)
	for _, note := range in.Notes {
		printf(w, "note: %s\n", note)
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, one := range plans {
		role, what := string(one.Role), one.Make
		switch {
		case one.Refused != "":
			role, what = "refused", one.Refused
		case one.LeftOut != "":
			continue // a note already names it
		}
		printf(table, "  %s\t%s\t%s\n", one.Name, role, what)
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("print the plan: %w", err)
	}
	for _, one := range plans {
		warnings := one.Warnings
		if one.Recording != nil {
			warnings = append(warnings, one.Recording.Warnings...)
		}
		for _, warning := range warnings {
			printf(w, "warning: %s %s\n", one.Name, warning)
		}
		if note := withheldNote(one.Name, one.Withheld); note != "" {
			printf(w, "withheld: %s\n", note)
		}
		if one.Uncounted {
			printf(w, "withheld: %s\n", uncounted(one.Name))
		}
		printAgenda(w, one.Name, one.Agenda)
	}
	return nil
}
