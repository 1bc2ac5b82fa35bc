package cea608

// basic is a character of the standard set, which is ASCII but for some places
// (table 50).
func basic(b byte) rune {
	switch b {
	case 0x27:
		return '’'
	case 0x2a:
		return 'á'
	case 0x5c:
		return 'é'
	case 0x5e:
		return 'í'
	case 0x5f:
		return 'ó'
	case 0x60:
		return 'ú'
	case 0x7b:
		return 'ç'
	case 0x7c:
		return '÷'
	case 0x7d:
		return 'Ñ'
	case 0x7e:
		return 'ñ'
	case 0x7f:
		return '█'
	}
	return rune(b)
}

// special is a character of the special set, from 0x30 on. One of them is a
// transparent space.
func special(b byte) rune { return []rune("®°½¿™¢£♪à èâêîôû")[b&0x0f] }

// extended is a character of one of the two extended sets, from 0x20 on.
func extended(a, b byte) rune {
	if a == 0x12 {
		return []rune("ÁÉÓÚÜü‘¡*'—©℠•“”ÀÂÇÈÊËëÎÏïÔÙùÛ«»")[b&0x1f]
	}
	return []rune("ÃãÍÌìÒòÕõ{}\\^_|~ÄäÖöß¥¤¦ÅåØø┌┐└┘")[b&0x1f]
}
