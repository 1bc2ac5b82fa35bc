package deckgen

import (
	"math/rand/v2"
	"strings"
)

// words makes up text.
type words struct{ rand *rand.Rand }

const nouns = `access account air archive balance bank battery board bridge budget cable capacity carbon cell
 channel city climate cloud cluster coast column community cost current curve cycle data delay demand density depth
 device distance district economy edge effect energy engine error event fabric factor farm field filter flow forest
 frame frequency friction fuel function gain garden gas graph grid ground growth harbour heat history house index
 island kernel lake language layer level library light limit line load loss machine map market material measure
 memory method metal mixture model motion mountain network noise ocean orbit order output packet panel paper path
 pattern phase plan plant plate policy pressure price process product protein queue rail range rate ratio record
 region resource result river road rock route sample scale school season sensor series service signal soil sound
 source speed spectrum station steel storage storm stream stress structure surface survey switch table target task
 temperature test theory tide time tower traffic transfer tree trend trial tunnel valley value vector village voltage
 volume water wave weather weight wind window wire wood zone`

const verbs = `adds allows bends builds carries changes checks collects compares connects controls cools copies counts
 covers creates cuts decides delays drives drops fills filters finds follows forms gives groups grows heats holds
 improves joins keeps leads lifts limits lowers makes maps marks measures meets mixes moves needs opens orders passes
 protects raises reaches reads reduces repeats replaces returns runs saves sends separates shapes shares shows slows
 solves sorts splits starts stops stores supports tests tracks turns uses warms`

const adjectives = `active average basic blue broad central clean clear cold common complex constant critical daily
 deep dense direct dry dynamic early equal exact fast final fine first flat free fresh full general global green half
 hard heavy high hidden hot initial inner large late linear liquid local long loose low main major mean narrow natural
 new noisy open outer parallel plain private public pure rapid rare raw real red remote rough safe second shallow
 sharp short simple single slow small smooth soft solid stable steady steep stiff strong thin third total typical
 urban vast warm weak wet whole wide wild young`

const prepositions = `above across after against along among at before behind below beside between beyond by during
 for from in inside into near of on over per through to toward under until with within without`

func (w words) pick(list string) string {
	all := strings.Fields(list)
	return all[w.rand.IntN(len(all))]
}

func (w words) noun() string { return w.pick(nouns) }

// phrase is a few words without a verb.
func (w words) phrase() string {
	switch w.rand.IntN(4) {
	case 0:
		return w.pick(adjectives) + " " + w.noun()
	case 1:
		return w.noun() + " " + w.noun()
	case 2:
		return w.pick(adjectives) + " " + w.noun() + " " + w.pick(prepositions) + " " + w.noun()
	default:
		return w.noun() + " " + w.pick(prepositions) + " the " + w.pick(adjectives) + " " + w.noun()
	}
}

// sentence is a line of a list.
func (w words) sentence() string {
	s := w.phrase() + " " + w.pick(verbs) + " " + w.phrase()
	if w.rand.IntN(3) == 0 {
		s += ", " + w.pick(prepositions) + " " + w.noun()
	}
	return capital(s)
}

// title is a heading.
func (w words) title() string {
	s := capital(w.phrase())
	switch w.rand.IntN(5) {
	case 0:
		s += ": " + w.phrase()
	case 1:
		s = "What " + w.noun() + " " + w.pick(verbs) + " the " + w.noun() + "?"
	}
	return s
}

// name is a made-up name of a person.
func (w words) name() string {
	syllables := []string{"ba", "den", "fi", "gor", "hal", "ka", "lin", "mar", "no", "pel", "ro", "sen", "ta", "vi", "wen", "zo"}
	part := func() string {
		return capital(syllables[w.rand.IntN(len(syllables))] + syllables[w.rand.IntN(len(syllables))])
	}
	return part() + " " + part()
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
