package wire

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"proceedings/internal/fault"
	"proceedings/internal/words"
)

// Report prints err for a person. What libraries and tools said of it goes to a
// log file, which the message names.
func Report(w io.Writer, program string, err error, now time.Time) {
	fmt.Fprintf(w, "%s: %s\n", program, words.Lines(err.Error()))
	detail := fault.Detail(err)
	if detail == "" {
		return
	}
	folder, logErr := os.UserCacheDir()
	if logErr == nil {
		folder = filepath.Join(folder, "proceedings")
		logErr = os.MkdirAll(folder, 0o700)
	}
	if logErr != nil {
		folder = os.TempDir() // a service may have no home
	}
	path := filepath.Join(folder, program+".log")
	if logErr = appendLine(path, words.Line(fmt.Sprintf("%s %v: %s", now.Format(time.RFC3339), err, strings.ReplaceAll(detail, "\n", "; ")))); logErr == nil {
		fmt.Fprintf(w, "%s: details are in %s\n", program, path)
	}
}

func appendLine(path, line string) (err error) {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("write the log: %w", err)
	}
	defer func() {
		if closeErr := f.Close(); err == nil {
			err = closeErr
		}
	}()
	if _, err = fmt.Fprintln(f, line); err != nil {
		return fmt.Errorf("write the log: %w", err)
	}
	return nil
}
