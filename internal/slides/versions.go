package slides

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"time"

	"proceedings/internal/pdfium"
	"proceedings/internal/proc"
	"proceedings/internal/slides/clip"
	"proceedings/internal/slides/libreoffice"
	"proceedings/internal/slides/pageimage"
	"proceedings/internal/slides/pdfedit"
	"proceedings/internal/slides/pdfreader"
	"proceedings/internal/slides/poppler"
	"proceedings/internal/slides/tesseract"
)

// The names of the tools in results.
const (
	popplerTool     = "poppler"
	pdfiumTool      = "pdfium"
	webpTool        = "webp"
	jpegTool        = "libjpeg"
	libreOfficeTool = "libreoffice"
	qpdfTool        = "qpdf"
	tesseractTool   = "tesseract"
	ffmpegTool      = "ffmpeg"
)

// versionCommand prints the version of a tool.
func (c *Converter) versionCommand(tool string) proc.Command {
	switch tool {
	case popplerTool:
		return poppler.VersionCommand()
	case pdfiumTool:
		return c.Fallback.Command(pdfium.Version)
	case webpTool:
		return pageimage.WebPVersion()
	case jpegTool:
		return pageimage.JPEGVersion()
	case libreOfficeTool:
		return libreoffice.VersionCommand()
	case qpdfTool:
		return pdfedit.VersionCommand()
	case ffmpegTool:
		return clip.VersionCommand()
	default:
		return tesseract.VersionCommand()
	}
}

// pdfTools are the tools that read a document.
func pdfTools(d *pdfreader.Document) []string {
	if d.UsedFallback() {
		return []string{popplerTool, pdfiumTool}
	}
	return []string{popplerTool}
}

// toolVersions are the versions of tools, by name. A Converter runs each tool's
// command once.
func (j *job) toolVersions(ctx context.Context, names ...string) (map[string]string, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	tools := map[string]string{}
	for _, name := range names {
		if j.versions[name] == "" {
			version, err := j.version(ctx, j.versionCommand(name))
			if err != nil {
				return nil, err
			}
			j.versions[name] = version
		}
		tools[name] = j.versions[name]
	}
	return tools, nil
}

// version runs a command that prints a version to stdout or stderr.
func (j *job) version(ctx context.Context, c proc.Command) (string, error) {
	var out bytes.Buffer
	c.Stdout, c.Dir, c.Write, c.CPU = &out, j.work, []string{j.work}, 30*time.Second
	stderr, err := j.runner.Run(ctx, c)
	if err != nil {
		return "", fmt.Errorf("ask %s for its version: %w", c.Path, err)
	}
	version := regexp.MustCompile(`\d+(\.\d+)+`).FindString(out.String() + stderr)
	if version == "" {
		return "", fmt.Errorf("ask %s for its version: it prints none", c.Path)
	}
	return version, nil
}
