package slides

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"time"

	"proceedings/internal/pdfium"
	"proceedings/internal/proc"
)

// The tools, by the names under which results tell their versions.
const (
	poppler     = "poppler"
	webp        = "webp"
	libreOffice = "libreoffice"
	qpdf        = "qpdf"
	tesseract   = "tesseract"
)

// asking is the command by which a tool tells its version.
func (c *Converter) asking(tool string) proc.Command {
	switch tool {
	case secondTool:
		return c.Second.Command(pdfium.Version)
	case poppler:
		return proc.Command{Path: "pdftocairo", Args: []string{"-v"}}
	case webp:
		return proc.Command{Path: "cwebp", Args: []string{"-version"}}
	case libreOffice:
		return proc.Command{Path: "soffice", Args: []string{"--version"}}
	default:
		return proc.Command{Path: tool, Args: []string{"--version"}}
	}
}

// tools are the versions of what a deck was worked on by. Each is asked once in
// the life of a Converter.
func (j *job) tools(ctx context.Context, names ...string) (map[string]string, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.asked {
		names = append(names, secondTool)
	}
	tools := map[string]string{}
	for _, name := range names {
		if j.versions[name] == "" {
			version, err := j.version(ctx, j.asking(name))
			if err != nil {
				return nil, err
			}
			j.versions[name] = version
		}
		tools[name] = j.versions[name]
	}
	return tools, nil
}

// version runs a tool that says its version, on either stream.
func (j *job) version(ctx context.Context, c proc.Command) (string, error) {
	var out bytes.Buffer
	c.Stdout, c.Dir, c.Write, c.CPU = &out, j.work, []string{j.work}, 30*time.Second
	stderr, err := j.runner.Run(ctx, c)
	if err != nil {
		return "", fmt.Errorf("ask %s for its version: %w", c.Path, err)
	}
	version := regexp.MustCompile(`\d+(\.\d+)+`).FindString(out.String() + stderr)
	if version == "" {
		return "", fmt.Errorf("ask %s for its version: it says none", c.Path)
	}
	return version, nil
}
