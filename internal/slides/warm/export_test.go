package warm

// Play has o run another script.
func (o *Office) Play(s string) *Office {
	o.script = s
	return o
}

// Script is what o runs beside LibreOffice.
func (o *Office) Script() string { return o.script }
