// Command ingest submits meetings, shows their progress, and serves the
// published pages. It works on a data folder with its own servers, or on a
// running system elsewhere; only addresses differ.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"proceedings/cmd/internal/wire"
	"proceedings/internal/pronom/child"
	"proceedings/internal/words"
)

type commands struct {
	Run    runCmd    `cmd:"" help:"Publish a meeting on this machine; nothing to set up."`
	Add    addCmd    `cmd:"" help:"Queue a meeting for the workers of a running system."`
	Status statusCmd `cmd:"" help:"Show progress, and the reason for each refused file."`
	Serve  serveCmd  `cmd:"" help:"Serve the published pages on a local port."`
	Plan   planCmd   `cmd:"" help:"Print what would be produced from a meeting; change nothing."`
	Search searchCmd `cmd:"" help:"Find the slides and sentences with some words in all public meetings."`

	Batch  batchCmd  `cmd:"" help:"Queue many meetings, from a spreadsheet or a folder of folders."`
	Report reportCmd `cmd:"" help:"Show what became of each row of a batch."`

	Edit     editCmd     `cmd:"" help:"Change the description of a meeting; nothing is encoded."`
	History  historyCmd  `cmd:"" help:"List the revisions of a meeting: who changed what, and when."`
	Diff     diffCmd     `cmd:"" help:"Show what two revisions of a meeting differ in."`
	Rollback rollbackCmd `cmd:"" help:"Restore an earlier revision of a meeting."`

	Unpublish unpublishCmd `cmd:"" help:"Withdraw a published meeting; keep its originals."`
	Publish   publishCmd   `cmd:"" help:"Publish a withdrawn meeting again."`
	Retry     retryCmd     `cmd:"" help:"Try failed steps again, or publish without a file."`
	Align     alignCmd     `cmd:"" help:"Show or correct which slide a recording shows when."`
	Events    eventsCmd    `cmd:"" help:"List what happened to a meeting, who did it and when."`
	Verify    verifyCmd    `cmd:"" help:"Compare stored files with their checksums; repair damaged ones."`
	GC        gcCmd        `cmd:"" name:"gc" help:"List what nothing refers to any more; --delete deletes it."`
	Migrate   migrateCmd   `cmd:"" help:"Publish meetings of earlier releases again, in the present form."`
	Export    exportCmd    `cmd:"" help:"Write meetings as bags (BagIt), to hand them to a repository."`
	Import    importCmd    `cmd:"" help:"Bring meetings back from bags."`
	Link      linkCmd      `cmd:"" help:"Create temporary (presigned) links, also to a private meeting."`

	Site      siteCmd      `cmd:"" help:"Show or set the base URL and the title of the site."`
	Storage   storageCmd   `cmd:"" help:"Prepare a bucket for public reading, or check it."`
	Catalogue catalogueCmd `cmd:"" help:"Maintain the catalogue of public meetings."`

	Version wire.VersionFlag `help:"Print the versions of this program and of the tools it finds."`
}

const description = `Publish the recordings, slides and documents of a meeting as a web page.

Examples:

  ingest run meeting-folder/            publish it; all data is in ./proceedings-data
  ingest run --serve meeting-folder/    publish it, and serve the page on a local port
  ingest plan meeting-folder/           print what would be produced
  ingest status                         list all meetings and their states

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but some input was refused or
needs attention, or stored files are not as recorded, 4 a service is unreachable,
130 interrupted.`

// console is the environment, input and output of a command.
type console struct {
	in       *os.File // stdin, for questions if it is a terminal
	out, err io.Writer
	getenv   func(string) string
	self     string // path of this program, if its main calls wire.Child

	origin func(flag string) wire.Origin // source of each flag's value: command line, environment or default
}

// usesServices reports whether the command uses remote services instead of the
// data folder.
func (c *console) usesServices() (bool, error) {
	return wire.UseServices(c.origin, "redis", "s3-endpoint", "bucket")
}

// usesBucket is usesServices for a command that needs no queue.
func (c *console) usesBucket() (bool, error) {
	return wire.UseServices(c.origin, "s3-endpoint", "bucket")
}

// given returns the flags among names that are on the command line.
func (c *console) given(names ...string) (flags []string) {
	for _, name := range names {
		if c.origin(name) == wire.CommandLine {
			flags = append(flags, "--"+name)
		}
	}
	return flags
}

// readers returns the base URL that the environment sets.
func (c *console) readers() wire.Readers {
	return wire.Readers{BaseURL: c.getenv("PROCEEDINGS_BASE_URL")}
}

// unreachable reports a service that is retried.
func (c *console) unreachable(err error, again time.Duration) {
	printf(c.err, "%v; retrying in %s\n", err, words.Wait(again))
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if child.Asked(os.Args[1:]) {
		os.Exit(child.Main(os.Stdin, os.Stdout, os.Stderr))
	}
	self := wire.Child()
	err := wire.LoadSecrets(os.Getenv, os.Setenv)
	if err == nil {
		err = run(ctx, os.Args[1:], &console{in: os.Stdin, out: os.Stdout, err: os.Stderr, getenv: os.Getenv, self: self})
	}
	switch {
	case errors.Is(err, wire.ErrRefused), errors.Is(err, wire.ErrAttention), errors.Is(err, wire.ErrFindings): // already named
	case errors.Is(err, context.Canceled):
		printf(os.Stderr, "ingest: interrupted; run the same command again to continue\n")
	case err != nil:
		wire.Report(os.Stderr, "ingest", err, time.Now())
	}
	os.Exit(wire.ExitCode(err))
}

func run(ctx context.Context, args []string, c *console) error {
	var cmds commands
	helped := false
	parser, err := kong.New(&cmds, kong.Name("ingest"), kong.Description(description), kong.Writers(c.out, c.err),
		kong.Exit(func(int) { helped = true }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(c, wire.Program{Name: "ingest", Getenv: c.getenv}),
		kong.Vars{"log_level": "warn", "profiles": profiles()})
	if err != nil {
		return fmt.Errorf("set up the flags: %w", err)
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	command, err := wire.Parse(parser, args, c.getenv)
	if helped {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%w (see ingest --help)", err)
	}
	c.origin = wire.Origins(command, c.getenv)
	return command.Run() //nolint:wrapcheck // our own commands' errors, passed on by kong
}
