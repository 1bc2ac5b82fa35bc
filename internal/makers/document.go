package makers

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"proceedings/internal/plan"
	"proceedings/internal/secret"
	"proceedings/internal/slides"
	"proceedings/internal/steps"
)

// makeDocument makes the readers' copy of a document.
func makeDocument(ctx context.Context, c *slides.Converter, key secret.Key, t *Task) (steps.Result, error) {
	p, err := params[plan.DocumentParams](t)
	if err != nil || !p.Original {
		return steps.Result{Document: &steps.Document{}}, err
	}
	if !p.Inert {
		name, copyErr := copyOriginal(t, p.Format)
		return steps.Result{Document: &steps.Document{Original: name}}, copyErr
	}
	password, err := t.open(key, p.Password)
	if err != nil {
		return steps.Result{}, err
	}
	work, err := os.MkdirTemp(filepath.Dir(t.Dir), "inert-")
	if err != nil {
		return steps.Result{}, fmt.Errorf("make a working folder: %w", err)
	}
	path, warnings, err := c.InertPDF(ctx, t.Source, work, password, p.Files)
	if path == "" && p.Files { // the original is to be published
		path, warnings = t.Source, nil
	}
	if err != nil || path == "" { // not offered
		return steps.Result{Document: &steps.Document{}, Warnings: warnings}, err
	}
	name := "original." + extension(p.Format)
	if err = copyFile(path, filepath.Join(t.Dir, name)); err != nil {
		return steps.Result{}, err
	}
	return steps.Result{Document: &steps.Document{Original: name}, Warnings: warnings}, nil
}
