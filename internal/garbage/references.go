package garbage

import (
	"reflect"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/steps"
)

// References is what all meetings refer to. Its zero value refers to nothing.
type References struct {
	steps     map[string]bool // keys of steps
	runs      map[RunOf]bool
	copies    map[string]bool // keys of copies of pages
	working   map[string]bool // IDs of meetings that are not final
	originals map[string]bool // by SHA-256

	damaged []Damage
	partial map[string]bool // IDs of meetings whose copies of pages stay, since no manifest names them
	held    map[string]bool // keys of steps of damaged meetings, whose runs all stay
	unclear bool            // the steps of a damaged meeting are unknown, so those of all stay

	open []string // steps that were added since the last call of Open
}

// RunOf names one run of a step, in whatever space its files are.
type RunOf struct{ Step, ID string }

// MeetingReferences is what one meeting refers to.
type MeetingReferences struct {
	ID        string
	Working   bool             // it is not final, so its pages may change at any moment
	Originals []string         // SHA-256
	Steps     []string         // of its state
	Runs      []RunOf          // that its manifests name
	Copies    []string         // keys of the copies of pages that its manifests name
	Results   map[string]Facts // of the steps that its record needs, by key

	NoManifest bool // it was published, and has no manifest that names its copies of pages

	Damage  error // why it cannot be read as a whole; the fields above have what can be read
	Unclear bool  // it is damaged, and may refer to any step
}

// Facts is what the stored result and status of a step say.
type Facts struct {
	Input   string       // SHA-256; empty if neither is stored
	Space   layout.Space // of its files
	Needs   []string     // keys of the steps whose results it read
	Runs    []RunOf      // that it names, its own and those of other steps
	Attempt bool         // an attempt has begun and not settled
}

// Add adds what a meeting refers to.
func (r *References) Add(m MeetingReferences) {
	if m.Working {
		set(&r.working, m.ID)
	}
	for _, sum := range m.Originals {
		set(&r.originals, sum)
	}
	for _, key := range m.Copies {
		set(&r.copies, key)
	}
	for _, step := range m.Steps {
		r.addStep(step)
	}
	r.AddFacts(Facts{Runs: m.Runs})
	for step, f := range m.Results {
		r.addStep(step)
		r.AddFacts(f)
	}
	if m.NoManifest || m.Damage != nil {
		set(&r.partial, m.ID)
	}
	if m.Damage != nil {
		r.addDamaged(m)
	}
}

// AddFacts adds what the result of a referenced step refers to.
func (r *References) AddFacts(f Facts) {
	for _, run := range f.Runs {
		set(&r.runs, run)
		r.addStep(run.Step)
	}
	for _, step := range f.Needs {
		r.addStep(step)
	}
}

// Open returns the steps that were added since the last call. The caller adds the facts of
// those whose results it has not read, until there are none.
func (r *References) Open() []string {
	open := r.open
	r.open = nil
	return open
}

func (r *References) addStep(step string) {
	if step != "" && !r.steps[step] {
		set(&r.steps, step)
		r.open = append(r.open, step)
	}
}

func set[K comparable](s *map[K]bool, key K) {
	if *s == nil {
		*s = map[K]bool{}
	}
	(*s)[key] = true
}

// factsOf returns what the result and the status of a step say. r is nil without a result.
func factsOf(key string, r *steps.Result, st steps.Status) Facts {
	var f Facts
	if st.Step != nil {
		f.Input, f.Space, f.Needs = st.Step.Input, st.Step.Space, st.Step.Needs
	}
	for _, one := range []*steps.Result{st.Withdrawn, r} {
		if one == nil {
			continue
		}
		f.Input, f.Space = one.Step.Input, one.Step.Space
		f.Needs = append(f.Needs, one.Step.Needs...)
		if one.Run != "" {
			f.Runs = append(f.Runs, RunOf{key, one.Run})
		}
		f.Runs = append(f.Runs, pieces(reflect.ValueOf(*one))...)
	}
	f.Attempt = r == nil && st.Starts > 0 && st.Failed == ""
	return f
}

// pieces returns the runs of all files of other steps in v.
func pieces(v reflect.Value) (runs []RunOf) {
	switch v.Kind() {
	case reflect.Struct:
		if p, is := reflect.TypeAssert[meeting.Piece](v); is {
			return []RunOf{{p.Step, p.Run}}
		}
		for _, field := range v.Fields() {
			if field.CanInterface() {
				runs = append(runs, pieces(field)...)
			}
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return nil
		}
		for i := range v.Len() {
			runs = append(runs, pieces(v.Index(i))...)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			return pieces(v.Elem())
		}
	default:
	}
	return runs
}
