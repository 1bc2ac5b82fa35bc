// Package deploy has the tests of the files in deploy/, in a module of its own, since they
// need the types of Kubernetes.
package deploy
