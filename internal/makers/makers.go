// Package makers runs each kind of step with the tool that does its work.
package makers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"proceedings/internal/pdfium"
	"proceedings/internal/plan"
	"proceedings/internal/probe"
	"proceedings/internal/proc"
	"proceedings/internal/secret"
	"proceedings/internal/slides"
	"proceedings/internal/sniff"
	"proceedings/internal/steps"
	"proceedings/internal/transcode"
)

// All returns the makers for every kind of step, with tools run by r. Tools that keep
// running between steps use scratch; end stops them. self is the path of a program
// that can act as pdfium ([pdfium.Word]), the fallback for poppler; empty for none. key opens
// the passwords of decks.
func All(r *proc.Runner, scratch, self string, key secret.Key) (makers map[plan.Kind]Maker, end func() error) {
	prober := &probe.Prober{Runner: r}
	decks := slides.New(r, scratch)
	if self != "" {
		second := pdfium.New(r, self, filepath.Join(scratch, "pdfium"))
		prober.Second, decks.Fallback = second, second
	}
	tc := &transcode.Transcoder{Runner: r}
	makers = recordingMakers(tc)
	makers[plan.Reconstruct] = recordingMaker(tc, func(ctx context.Context, t *Task, p plan.ReconstructParams) (steps.Result, error) {
		return makeReconstruct(ctx, tc, decks, t, p)
	})
	makers[plan.StillText] = recordingMaker(tc, func(ctx context.Context, t *Task, p plan.StillTextParams) (steps.Result, error) {
		return makeStillText(ctx, tc, decks, t, p)
	})
	maps.Copy(makers, deckMakers(decks, key))
	maps.Copy(makers, map[plan.Kind]Maker{
		plan.Probe: func(ctx context.Context, t *Task) (steps.Result, error) {
			params, err := params[plan.ProbeParams](t)
			if err != nil {
				return steps.Result{}, err
			}
			password, err := t.open(key, params.Password)
			if err != nil {
				return steps.Result{}, err
			}
			found, err := prober.Locked(ctx, t.Source, params.Role, password)
			return steps.Result{Probe: &found, Warnings: probe.Warnings(found, params.Role)}, err
		},
		plan.Document: func(ctx context.Context, t *Task) (steps.Result, error) { return makeDocument(ctx, decks, key, t) },
		plan.Captions: captionsMaker(r), plan.CaptionJoin: joinCaptions,
	})
	return makers, func() error { return errors.Join(decks.OfficeUnavailable(), decks.Close()) }
}

// params decodes a task's parameters.
func params[T any](t *Task) (T, error) {
	var v T
	if err := json.Unmarshal(t.Step.Params, &v); err != nil {
		return v, fmt.Errorf("decode the parameters: %w", err)
	}
	return v, nil
}

// copyOriginal copies the original to the output, for download.
func copyOriginal(t *Task, format string) (name string, err error) {
	name = "original." + extension(format)
	return name, copyFile(t.Source, filepath.Join(t.Dir, name))
}

func copyFile(source, path string) error {
	from, err := os.Open(source)
	if err != nil {
		return fmt.Errorf("copy the original: %w", err)
	}
	defer func() { _ = from.Close() }() // only read
	to, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("copy the original: %w", err)
	}
	_, err = io.Copy(to, from)
	if err = errors.Join(err, to.Close()); err != nil {
		return fmt.Errorf("copy the original: %w", err)
	}
	return nil
}

// extension returns the file extension of a format. Names of document formats are
// extensions; other formats get one that no browser executes.
func extension(format string) string {
	switch format = strings.TrimPrefix(format, "image/"); format {
	case "text":
		return "txt"
	case "album":
		return "zip"
	case "encrypted":
		return "pptx" // other encrypted files are refused
	case sniff.EncryptedPPT:
		return "ppt"
	case "", "html", "htm", "xht", "svg", "xml", "js", "mjs", "css", "swf":
		return "bin"
	}
	if len(format) > 4 || strings.ContainsFunc(format, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	}) {
		return "bin"
	}
	return format
}
