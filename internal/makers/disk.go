package makers

// Disk is the state of the file system of a worker's scratch folder, in bytes.
type Disk struct {
	Free     int64 // that this user may fill
	Idle     int64 // of cached originals that no step uses, and that may be deleted
	Used     int64 // of all other files of this worker
	Reserved int64 // by running steps, for all that they fill
	Margin   int64 // that always stays free
}

// outstanding is the space that running steps have reserved and not filled.
func (d Disk) outstanding() int64 { return max(0, d.Reserved-d.Used) }

// Available is the space that a further step may reserve.
func (d Disk) Available() int64 {
	return max(0, d.Free+d.Idle-d.outstanding()-d.Margin)
}

// Capacity is the space that a step may reserve while no other step runs.
func (d Disk) Capacity() int64 { return max(0, d.Free+d.Idle+d.Used-d.Margin) }

// Fits reports whether a step that needs that much space may start.
func (d Disk) Fits(need int64) bool { return need <= d.Available() }

// Evict is the size of the idle originals to delete before such a step starts, if held of
// its need are among them.
func (d Disk) Evict(need, held int64) int64 {
	return max(0, min(d.Idle-held, need-held-(d.Free-d.outstanding()-d.Margin)))
}
