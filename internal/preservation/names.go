package preservation

import (
	"fmt"
	"path"
	"strings"
	"unicode"

	"proceedings/internal/bag"
	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// longest is what every file system takes for an element of a path, in bytes.
const longest = 200

// originalPaths returns the path of each source in a bag: its name as submitted, if every
// system can keep it beside the others. Otherwise it is in a folder named by the source's ID;
// PREMIS and the record have its real name.
func originalPaths(sources []meeting.Source) []string {
	var names bag.Names
	list := make([]string, len(sources))
	for i, src := range sources {
		name := path.Join(originalsFolder, src.Name)
		if !portable(src.Name) || !names.Take(name) {
			name = path.Join(originalsFolder, src.ID, plain(src.Name))
			for n := 2; !names.Take(name); n++ {
				name = path.Join(originalsFolder, fmt.Sprintf("%s-%d", src.ID, n), plain(src.Name))
			}
		}
		list[i] = name
	}
	return list
}

// portable reports whether all systems can have a file of that name.
func portable(name string) bool {
	if bag.CheckPath(name) != "" {
		return false
	}
	for element := range strings.SplitSeq(name, "/") {
		stem, _, _ := strings.Cut(strings.ToUpper(element), ".")
		switch {
		case len(element) > longest, strings.ContainsFunc(element, odd), strings.HasSuffix(element, "."), strings.TrimSpace(element) != element, reserved(stem):
			return false
		}
	}
	return true
}

// odd reports whether some system does not allow a character in names.
func odd(r rune) bool {
	return unicode.IsControl(r) || words.Turns(r) || strings.ContainsRune(`\:*?"<>|`, r)
}

// reserved reports whether Windows takes a name for a device.
func reserved(stem string) bool {
	switch stem {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	return len(stem) == 4 && (strings.HasPrefix(stem, "COM") || strings.HasPrefix(stem, "LPT")) && stem[3] >= '0' && stem[3] <= '9'
}

// plain is the last element of a name, with underscores for what is not portable.
func plain(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, "_"), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if odd(r) || r == '/' {
			return '_'
		}
		return r
	}, name)
	if ext := path.Ext(name); len(name) > longest && len(ext) < 16 {
		name = strings.ToValidUTF8(name[:longest-len(ext)], "") + ext
	}
	if name = strings.Trim(name, ". ~"); !portable(name) {
		return "file"
	}
	return name
}
