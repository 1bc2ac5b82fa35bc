package slides

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"time"

	"proceedings/internal/proc"
)

// tools are the versions of what a deck of that format is converted by. Each
// is asked once in the life of a Converter.
func (j *job) tools(ctx context.Context, f Format) (map[string]string, error) {
	ask := map[string]proc.Command{
		"poppler": {Path: "pdftocairo", Args: []string{"-v"}},
		"webp":    {Path: "cwebp", Args: []string{"-version"}},
	}
	if f != PDF {
		ask["libreoffice"] = proc.Command{Path: "soffice", Args: []string{"--version"}}
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	tools := map[string]string{}
	for name, c := range ask {
		if j.versions[name] == "" {
			version, err := j.version(ctx, c)
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
