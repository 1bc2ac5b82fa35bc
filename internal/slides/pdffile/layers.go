package pdffile

import "slices"

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

// layers shows and hides layers as viewers do on a screen, where that depends on their
// usage (8.11.4.4): poppler does not know about it.
func (u *Unseen) layers(f File) {
	root := f.trailer["/Root"]
	properties := f.dict(root)["/OCProperties"]
	usual := f.dict(properties)["/D"]
	config := f.dict(usual)
	events := f.array(config["/AS"])
	if len(events) == 0 {
		return
	}
	on, off := f.array(config["/ON"]), f.array(config["/OFF"])
	for _, event := range events {
		e := f.dict(event)
		if e["/Event"] != "/View" || !slices.Contains(f.array(e["/Category"]), any("/View")) {
			continue
		}
		for _, layer := range f.array(e["/OCGs"]) {
			if _, ok := reference(layer); !ok {
				continue
			}
			state := f.dict(f.dict(f.dict(layer)["/Usage"])["/View"])["/ViewState"]
			if state != "/ON" && state != "/OFF" {
				continue
			}
			other := func(l any) bool { return l == layer }
			on, off = slices.DeleteFunc(slices.Clone(on), other), slices.DeleteFunc(slices.Clone(off), other)
			if state == "/ON" {
				on = append(on, layer)
			} else {
				off = append(off, layer)
			}
		}
	}
	config["/ON"], config["/OFF"] = append([]any{}, on...), append([]any{}, off...)
	delete(config, "/AS")
	for _, holder := range []any{usual, properties, root} {
		if name, ok := holder.(string); ok {
			u.changed["obj:"+name] = object{valueKey: f.dict(holder)}
			return
		}
	}
}
