package transcode

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"proceedings/internal/proc"
)

// Version is that of ffmpeg, for the record.
func (t *Transcoder) Version(ctx context.Context) (string, error) {
	var out bytes.Buffer
	if _, err := t.Runner.Run(ctx, proc.Command{Path: "ffmpeg", Args: []string{"-version"}, Stdout: &out}); err != nil {
		return "", fmt.Errorf("ask ffmpeg's version: %w", err)
	}
	return parseVersion(out.String())
}

// parseVersion reads "ffmpeg version 5.1.6-0+deb12u1 Copyright …".
func parseVersion(text string) (string, error) {
	fields := strings.Fields(text)
	if len(fields) < 3 || fields[1] != "version" {
		return "", errors.New("ask ffmpeg's version: no version in its answer")
	}
	return fields[2], nil
}
