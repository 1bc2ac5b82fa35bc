package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
)

// Step is one unit of derivation: a value that holds all that a worker must
// know, small enough to travel through a queue.
type Step struct {
	Kind    Kind            `json:"kind"`
	Version int             `json:"version"`
	Input   string          `json:"input"`            // SHA-256 of the original
	Also    []string        `json:"also,omitempty"`   // SHA-256 of further originals, of a recording that was joined
	Needs   []string        `json:"needs,omitempty"`  // keys of the steps whose results it works on
	Space   layout.Space    `json:"space,omitempty"`  // where output goes; empty if there is none
	Params  json.RawMessage `json:"params,omitempty"` // what the kind needs

	// What follows is not part of what the step makes and so not of its key:
	// how long it may take before it counts as hung, how much work it is, in
	// seconds of a processor's time, the stretches of the original that it reads,
	// and what the original is called. Where two meetings have it under two names,
	// downloads have that of the first.
	Budget time.Duration `json:"budget,omitempty"`
	Cost   float64       `json:"cost,omitempty"`
	Bytes  []Range       `json:"bytes,omitempty"` // empty for all
	Name   string        `json:"name,omitempty"`  // by which what is made of it is saved
}

// Range is a stretch of a file's bytes.
type Range struct {
	From int64 `json:"from"`
	To   int64 `json:"to"` // the first that is not in it
}

// Key names what the step makes: equal keys, equal output. It is safe ASCII
// and begins with the kind, for the reader of a bucket's listing.
func (s Step) Key() string {
	s.Budget, s.Cost, s.Bytes, s.Name = 0, 0, nil, ""
	data, err := json.Marshal(s)
	if err != nil {
		panic(fmt.Sprintf("plan: a step that is no JSON: %v", err)) // Params come from encode
	}
	sum := sha256.Sum256(data)
	return string(s.Kind) + "-" + hex.EncodeToString(sum[:16])
}

// encode is v as parameters. Only this package's own types come here, and they
// all marshal.
func encode(v any) json.RawMessage {
	data, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("plan: parameters that are no JSON: %v", err))
	}
	return data
}

// ForProbe is the step that finds out what a source is. The role asked for is
// part of it: a PDF may be a deck here and a document there.
func ForProbe(src meeting.Source) Step {
	return Step{
		Kind: Probe, Version: Probe.version(), Input: src.SHA256,
		Params: encode(ProbeParams{Role: src.Role, Password: src.Password}), Budget: 2 * time.Hour, Cost: 1 + float64(src.Size)/1e9,
	}
}

// ProbeParams are the parameters of a probe.
type ProbeParams struct {
	Role     meeting.Role `json:"role,omitempty"`
	Password string       `json:"password,omitempty"` // by which it opens
}

// ForDocument is the step that makes what readers get of a document, once its
// probe is known.
func ForDocument(m meeting.Meeting, src meeting.Source, found meeting.Probe) Step {
	return Step{
		Kind: Document, Version: Document.version(), Input: src.SHA256, Space: Space(m.Visibility), Budget: time.Hour, Cost: 1, Name: src.Name,
		Params: encode(DocumentParams{Format: found.Format, Original: m.Rights.AllowsDownloads()}),
	}
}

// DocumentParams are the parameters of a document's step.
type DocumentParams struct {
	Format   string `json:"format"`
	Original bool   `json:"original"` // is a copy of the original offered
}

// Space is where a meeting's pages and renditions go.
func Space(v meeting.Visibility) layout.Space {
	if v == meeting.Private {
		return layout.Private
	}
	return layout.Public
}
