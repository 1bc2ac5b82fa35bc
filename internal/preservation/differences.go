package preservation

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"

	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// differences says how the stored record differs from that of a bag. It shows the values of
// some keys, and of the others only the names: one may be a password.
func differences(stored, inBag []byte) (list []string) {
	var has, bag meeting.Meeting
	if json.Unmarshal(stored, &has) != nil || json.Unmarshal(inBag, &bag) != nil {
		return []string{"one of the two records is damaged"}
	}
	shown := map[string]bool{"sources": true}
	for _, d := range []struct{ key, has, bag string }{
		{"revision", strconv.Itoa(has.Revision), strconv.Itoa(bag.Revision)},
		{"title", quote(has.Title), quote(bag.Title)},
		{"date", cmp.Or(words.Clip(has.Date, maxQuote), "none"), cmp.Or(bag.Date, "none")},
		{"visibility", words.Clip(string(has.Visibility), maxQuote), string(bag.Visibility)},
		{"profile", words.Clip(has.Profile, maxQuote), bag.Profile},
		{"withdrawn", strconv.FormatBool(has.Withdrawn), strconv.FormatBool(bag.Withdrawn)},
	} {
		if d.has != d.bag {
			shown[d.key] = true
			list = append(list, fmt.Sprintf("%s %s there and %s in the bag", d.key, d.has, d.bag))
		}
	}
	list = append(list, contents(has.Sources, bag.Sources)...)
	a, b := object(stored), object(inBag)
	for _, key := range changed(a, b) {
		if !shown[key] {
			list = append(list, quote(key)+" differs")
		}
	}
	list = append(list, files(a["sources"], b["sources"])...)
	if len(list) == 0 {
		list = []string{"the order of files differs, or the spelling of the JSON"}
	}
	return list
}

// contents names the files whose content only one of two records has.
func contents(has, bag []meeting.Source) (list []string) {
	here, there := map[string]bool{}, map[string]bool{}
	for _, s := range has {
		there[s.SHA256] = true
	}
	for _, s := range bag {
		here[s.SHA256] = true
		if !there[s.SHA256] {
			list = append(list, words.Clip(s.Name, maxQuote)+" is only in the bag")
		}
	}
	for _, s := range has {
		if !here[s.SHA256] {
			list = append(list, words.Clip(s.Name, maxQuote)+" is only there")
		}
	}
	return list
}

// files names the keys in which files with one ID differ, and IDs that only one record has. What
// follows from another content is left out.
func files(has, bag any) (list []string) {
	there, here := byID(has), byID(bag)
	stored, inBag := map[any]bool{}, map[any]bool{}
	for _, s := range there {
		stored[s["sha256"]] = true
	}
	for _, s := range here {
		inBag[s["sha256"]] = true
	}
	for _, id := range slices.Sorted(maps.Keys(there)) {
		a, b := there[id], here[id]
		if b == nil {
			if inBag[a["sha256"]] {
				list = append(list, "the file ID "+quote(id)+" is only there")
			}
			continue
		}
		for _, key := range changed(a, b) {
			if key != "sha256" && key != "size" {
				list = append(list, fmt.Sprintf("%s of %s differs", quote(key), words.Clip(fmt.Sprint(b["name"]), maxQuote)))
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(here)) {
		if there[id] == nil && stored[here[id]["sha256"]] {
			list = append(list, "the file ID "+quote(id)+" is only in the bag")
		}
	}
	return list
}

// byID is a list of sources by their IDs.
func byID(sources any) map[string]map[string]any {
	all := map[string]map[string]any{}
	list, _ := sources.([]any)
	for _, s := range list {
		if one, is := s.(map[string]any); is {
			all[fmt.Sprint(one["id"])] = one
		}
	}
	return all
}

// changed returns the keys of values that differ, in order.
func changed(a, b map[string]any) (keys []string) {
	all := maps.Clone(a)
	maps.Copy(all, b)
	for key := range all {
		if !reflect.DeepEqual(a[key], b[key]) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// object decodes a JSON object, with its numbers as they are written.
func object(data []byte) map[string]any {
	all := map[string]any{}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	_ = d.Decode(&all) // it was decoded before
	return all
}

// maxQuote is the number of characters of a text from elsewhere that a message has.
const maxQuote = 200

// quote quotes a text from elsewhere for a message.
func quote(text string) string { return strconv.Quote(words.Clip(text, maxQuote)) }
