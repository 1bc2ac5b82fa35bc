package pdffile

// HidesLayers reports whether the file has layers (optional content, ISO 32000-1, 8.11)
// that are not shown, or only at times: in print, at some magnifications, to some people.
func (o Objects) HidesLayers() bool {
	root := o.dict(o.dict(o.objects["trailer"][valueKey])["/Root"])
	properties := o.dict(root["/OCProperties"])
	if properties == nil {
		return false
	}
	usual := o.dict(properties["/D"])
	if state := o.at(usual["/BaseState"]); state != nil && state != "/ON" {
		return true
	}
	for _, key := range []string{"/OFF", "/AS"} {
		if list, ok := o.at(usual[key]).([]any); ok && len(list) > 0 {
			return true
		}
	}
	return false
}
