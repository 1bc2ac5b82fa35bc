// Package garbage finds and deletes objects that nothing refers to.
//
// It decides in three steps. [List] lists the storage, each prefix once. [ReadReferences]
// then reads what the meetings refer to: each record, state and manifest once, and the
// results of their steps. [Decide] is pure: it compares both. The listing comes first, so
// that an object which is referred to meanwhile is not taken for garbage.
//
// A meeting refers to
//   - the steps that its record needs, and those that its state lists;
//   - the files, steps and copies of pages that its manifests name;
//   - the steps that the results of these steps need, and the runs that they name.
//
// A withdrawn meeting refers to every step that it ever requested, since publishing it
// again uses their files.
//
// A meeting of which an object is damaged or missing is a [Damage]. It keeps what it may refer
// to: the copies of its pages, and all runs of the steps in its state. Without a readable
// state, these steps are unknown, and no step of any meeting is garbage.
//
// [Delete] deletes what Decide found. Workers may run: it looks again before and after each
// deletion, with the protocol of [retention.Remove]. Originals, records, states and
// manifests are never deleted, and neither are objects of other programs.
package garbage
