package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
)

// Step is one unit of work. It holds everything that a worker needs, and is small enough
// for a task queue.
type Step struct {
	Kind    Kind            `json:"kind"`
	Version int             `json:"version"`
	Input   string          `json:"input"`            // SHA-256 of the original
	Also    []string        `json:"also,omitempty"`   // SHA-256 of the further originals of a joined recording
	Needs   []string        `json:"needs,omitempty"`  // keys of the steps whose results it reads
	Space   layout.Space    `json:"space,omitempty"`  // of its output; empty if there is none
	Params  json.RawMessage `json:"params,omitempty"` // depend on the kind

	// The fields below do not affect the output, so they are not part of the key.
	// If two meetings have the same original under two names, downloads get the
	// name from the first meeting.
	Budget time.Duration `json:"budget,omitempty"` // time limit
	Cost   float64       `json:"cost,omitempty"`   // estimated processor time, seconds
	Bytes  []Range       `json:"bytes,omitempty"`  // of the original that it reads; empty for all
	Name   string        `json:"name,omitempty"`   // file name of the original, for downloads
}

// Range is a byte range of a file.
type Range struct {
	From int64 `json:"from"`
	To   int64 `json:"to"` // exclusive
}

// Key returns the key of the step's output: steps with equal keys have equal output. It is
// ASCII that is safe in object keys. It begins with the kind, for people who list a bucket.
func (s Step) Key() string {
	s.Budget, s.Cost, s.Bytes, s.Name = 0, 0, nil, ""
	data, err := json.Marshal(s)
	if err != nil {
		panic(fmt.Sprintf("plan: marshal step: %v", err)) // Params come from encode
	}
	sum := sha256.Sum256(data)
	return string(s.Kind) + "-" + hex.EncodeToString(sum[:16])
}

// KindOf returns the kind of the step with a key.
func KindOf(key string) Kind {
	kind, _, _ := strings.Cut(key, "-")
	return Kind(kind)
}

// encode marshals the parameters of a step. All callers pass types of this package, for
// which marshalling cannot fail.
func encode(v any) json.RawMessage {
	data, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("plan: marshal parameters: %v", err))
	}
	return data
}

// ForProbe returns the step that probes a source. The requested role is a parameter, since
// a PDF file may be a deck in one meeting and a document in another.
func ForProbe(src meeting.Source) Step {
	return Step{
		Kind: Probe, Version: Probe.version(), Input: src.SHA256,
		Params: encode(ProbeParams{Role: src.Role, Password: passwordOf(src)}), Budget: 2 * time.Hour, Cost: 1 + float64(src.Size)/1e9,
	}
}

// ProbeParams are the parameters of a probe.
type ProbeParams struct {
	Role meeting.Role `json:"role,omitempty"`
	Password
}

// Password opens the original. The queue and the storage hold parameters, so it is sealed:
// only records of earlier versions have it in clear.
type Password struct {
	Clear  string `json:"password,omitempty"`
	Sealed string `json:"sealedPassword,omitempty"`
}

// PasswordInClear reports whether the parameters have a password that is not sealed.
func (s Step) PasswordInClear() bool {
	var p Password
	return len(s.Params) > 0 && json.Unmarshal(s.Params, &p) == nil && p.Clear != ""
}

func passwordOf(src meeting.Source) Password { return Password{src.Password, src.SealedPassword} }

// ForDocument returns the step that makes the readers' copy of a document.
func ForDocument(m meeting.Meeting, src meeting.Source, found meeting.Probe) Step {
	return Step{
		Kind: Document, Version: Document.version(), Input: src.SHA256, Space: Space(m.Visibility), Budget: time.Hour, Cost: 1, Name: src.Name,
		Params: encode(documentParams(m, src, found)),
	}
}

func documentParams(m meeting.Meeting, src meeting.Source, found meeting.Probe) DocumentParams {
	p := DocumentParams{Format: found.Format, Original: m.Rights.AllowsDownloads()}
	if p.Original && found.Format == pdf {
		p.Inert, p.Files, p.Password = true, m.Publishes(src, meeting.DiscloseOriginals), passwordOf(src)
	}
	return p
}

// DocumentParams are the parameters of a document's step.
type DocumentParams struct {
	Format   string `json:"format"`
	Original bool   `json:"original"` // readers can download a copy of the original, which needs no password

	// Of a PDF file. Results of earlier versions are not inert.
	Inert bool `json:"inert,omitempty"` // the copy has no scripts and other active content
	Files bool `json:"files,omitempty"` // the copy keeps embedded files
	Password
}

// Space returns the storage space of a meeting's pages and renditions.
func Space(v meeting.Visibility) layout.Space {
	if v == meeting.Private {
		return layout.Private
	}
	return layout.Public
}
