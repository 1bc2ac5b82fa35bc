// Package preservation writes meetings into bags (RFC 8493) for repositories, and brings them
// back from bags.
//
//	data/originals/<name>             the originals, under the names as submitted
//	data/record.json                  the record, as stored
//	data/renditions/<step>/<run>/…    if asked for
//	metadata/dc.xml                   Dublin Core
//	metadata/premis.xml               PREMIS 3: files, events, agents
//	metadata/mets.xml                 METS: which description belongs to which file
//	metadata/state.json               the state, as stored
//	metadata/manifest.json            the published manifest, as stored
//	metadata/events/<event>.json      the events, as stored
//	metadata/revisions/<number>.json  the former revisions of the record
//
// The payload (data/) holds what defines the meeting and is never made again, so that a meeting
// that was exported, imported and exported has the same payload manifests. State, manifest,
// events and former revisions go on after an import: they are tag files, which the tag manifests protect. The pages
// and playlists of readers are in no bag; they are made of the originals and the record.
package preservation

import (
	"path"
	"strings"

	"proceedings/internal/layout"
	"proceedings/internal/preservation/metadata"
)

// The files of a bag.
const (
	originalsFolder  = "data/originals"
	recordFile       = "data/record.json"
	renditionsFolder = "data/renditions"
	dcFile           = "dc.xml"
	premisFile       = "premis.xml"
	metsFile         = "mets.xml"
	stateFile        = metadata.Folder + "/" + "state.json"
	manifestFile     = metadata.Folder + "/" + layout.Manifest
	eventsFolder     = metadata.Folder + "/" + "events"
	revisionsFolder  = metadata.Folder + "/" + "revisions"
)

// eventPath is the path of an event in a bag.
func eventPath(key string) string { return path.Join(eventsFolder, path.Base(key)) }

// revisionPath is the path of a former revision in a bag.
func revisionPath(key string) string { return path.Join(revisionsFolder, path.Base(key)) }

// below reports whether a path of a bag is in a folder of it.
func below(folder, name string) bool { return strings.HasPrefix(name, folder+"/") }
