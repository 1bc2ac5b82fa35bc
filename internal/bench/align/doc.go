// Command align measures how well slide alignment names the slide that a recording shows.
// It makes decks and recordings of them whose slides it knows, aligns them, and prints
// how much is right. docs/alignment.md explains the measures.
package main
