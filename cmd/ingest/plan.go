package main

import (
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"proceedings/internal/fault"
	"proceedings/internal/intake"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/probe"
	"proceedings/internal/proc"
	"proceedings/internal/words"
)

type planCmd struct {
	inputFlags

	JSON bool `name:"json" help:"Print JSON, one file a line."`
}

func (*planCmd) Help() string {
	return `Looks at the files on this machine and prints what would be made of them.
Nothing is stored, started or changed.

Examples:

  ingest plan folder/
  ingest plan --json recording.mp4`
}

// filePlan is what would be made of one file.
type filePlan struct {
	Name    string       `json:"name"`
	Role    meeting.Role `json:"role,omitempty"`
	Step    *plan.Step   `json:"step,omitempty"`
	Make    string       `json:"make,omitempty"`
	Refused string       `json:"refused,omitempty"`
}

// Run prints what would be done.
func (p *planCmd) Run(ctx context.Context, c *console) error {
	in, err := p.read()
	if err != nil {
		return err
	}
	sandbox, err := proc.DetectSandbox(ctx)
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	prober := &probe.Prober{Runner: &proc.Runner{Grace: time.Second, Sandbox: sandbox}}
	var plans []filePlan
	for _, f := range in.Files {
		one, err := planFile(ctx, prober, in.Meeting, f)
		if err != nil {
			return fmt.Errorf("%s: %w", f.Source.Name, err)
		}
		plans = append(plans, one)
	}
	for _, r := range in.Meeting.Refused {
		plans = append(plans, filePlan{Name: r.Name, Refused: r.Reason})
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

func planFile(ctx context.Context, prober *probe.Prober, m meeting.Meeting, f intake.File) (filePlan, error) {
	one := filePlan{Name: f.Source.Name}
	found, err := prober.File(ctx, f.Path, f.Source.Role)
	if fault.IsPermanent(err) {
		one.Refused = fault.Reason(err)
		return one, nil
	}
	if err != nil {
		return one, err
	}
	step, err := plan.ForSource(m, f.Source, found)
	if err != nil {
		return one, err
	}
	one.Role, one.Step, one.Make = found.Role, &step, describe(m, found)
	return one, nil
}

// describe is what would be made of a source, in words.
func describe(m meeting.Meeting, found meeting.Probe) string {
	switch found.Role {
	case meeting.Recording:
		profile, err := plan.ProfileNamed(m.Profile)
		if err != nil {
			return err.Error() // read has refused it already
		}
		return describeMedia(plan.ForMedia(*found.Media, profile))
	case meeting.Deck:
		return "PDF, a picture of each page at 1600 and 320 pixels, text and notes"
	default:
		if !m.Rights.AllowsDownloads() {
			return "kept, not offered for download"
		}
		return "offered for download"
	}
}

func describeMedia(p plan.Media) string {
	parts := []string{words.Clock(p.Duration)}
	for _, r := range p.Rungs {
		parts = append(parts, fmt.Sprintf("%s (%d×%d)", r.ID, r.Width, r.Height))
	}
	for _, a := range p.Audio {
		text := fmt.Sprintf("%s %d kbit/s", a.ID, a.BitRate/1000)
		if a.Language != "" {
			text += " " + a.Language
		}
		parts = append(parts, text)
	}
	if p.Storyboard != nil {
		parts = append(parts, fmt.Sprintf("storyboard of %d tiles", p.Storyboard.Tiles), "poster")
	}
	return strings.Join(append(parts, "one file for download"), ", ")
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
	fmt.Fprintf(w, "%s: %q", m.ID, m.Title)
	if m.Date != "" {
		fmt.Fprintf(w, ", %s", m.Date)
	}
	fmt.Fprintf(w, ", %s\n", m.Visibility)
	for _, note := range in.Notes {
		fmt.Fprintf(w, "note: %s\n", note)
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, one := range plans {
		role, what := string(one.Role), one.Make
		if one.Refused != "" {
			role, what = "refused", one.Refused
		}
		fmt.Fprintf(table, "  %s\t%s\t%s\n", one.Name, role, what)
	}
	if err := table.Flush(); err != nil {
		return fmt.Errorf("print the plan: %w", err)
	}
	return nil
}
