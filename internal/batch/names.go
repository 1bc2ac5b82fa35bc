package batch

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// plainName returns a name without case, accents, spaces and punctuation, to compare it.
func plainName(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(strings.ReplaceAll(name, "ß", "ss"))) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// knownNames returns the names of columns by kind, in English, German, French, Spanish,
// Italian and Dutch, as plainName writes them.
func knownNames() map[Kind]string {
	return map[Kind]string{
		ID: "id ids identifier kennung signatur kennzeichen aktenzeichen inventarnummer inventorynumber " +
			"callnumber shelfmark accessionnumber cote identifiant identificador signatura identificatore identificatie meetingid sitzungsid",
		Title: "title titel name meeting event subject topic betreff thema bezeichnung veranstaltung sitzung tagung titre intitule objet reunion seance " +
			"evenement titulo asunto reunión evento titolo oggetto riunione onderwerp vergadering meetingtitle",
		Date: "date datum day tag when wann jour fecha dia data giorno meetingdate sitzungsdatum recordingdate aufnahmedatum datederéunion eventdate datedelareunion datedelaseance fechadereunion",
		Files: "folder file files folders path paths directory dir filename filenames ordner datei dateien verzeichnis pfad pfade dateiname dateinamen " +
			"ordnername dossier fichier fichiers repertoire chemin nomdufichier carpeta archivo archivos fichero ficheros directorio ruta cartella percorso map bestand bestanden pad location speicherort ablageort foldername",
		Series:      "series serie reihe veranstaltungsreihe committee gremium ausschuss comite comité colección coleccion collection sammlung serieofmeetings reeks body organe organo",
		Language:    "language lang languages sprache sprachen langue langues idioma idiomas lingua taal",
		People:      "people person persons participants participant attendees personen teilnehmer teilnehmende teilnehmerinnen beteiligte mitwirkende personnes participantes personas asistentes persone partecipanti personen deelnemers names",
		License:     "license licence rights rightslicense rightslicence lizenz rechte nutzungsrechte licencia derechos droits licenza diritti licentie rechten usagerights terms",
		Holder:      "holder rightsholder copyright copyrightholder rechteinhaber rechteinhaberin urheber titulaire titulairedesdroits titular titulardelosderechos detentore rechthebbende",
		Visibility:  "visibility sichtbarkeit zugangsbeschrankung visibilite visibilidad visibilita zichtbaarheid",
		Profile:     "profile profil perfil profilo profiel encodingprofile encoding",
		Description: "description abstract summary notes beschreibung zusammenfassung inhalt resume descripcion resumen descrizione riassunto beschrijving samenvatting",
	}
}

// roleNames returns the names of columns with people of one role.
func roleNames() map[string]string {
	return map[string]string{
		"speaker": "speaker speakers presenter presenters referent referenten referentin referentinnen referierende vortragende vortragender redner rednerin orateur orateurs intervenant intervenants ponente ponentes relatore relatori spreker sprekers",
		"chair":   "chair chairs chairperson chairman chairwoman moderator moderation vorsitz vorsitzende vorsitzender leitung sitzungsleitung president presidence presidente presidencia moderateur voorzitter",
	}
}

// classifier finds the kind of a column by its name.
type classifier struct {
	kinds map[string]Kind
	roles map[string]string
}

func newClassifier() classifier {
	c := classifier{map[string]Kind{}, map[string]string{}}
	for _, kind := range Kinds() {
		for name := range strings.FieldsSeq(knownNames()[kind]) {
			if name = plainName(name); c.kinds[name] == "" {
				c.kinds[name] = kind
			}
		}
	}
	for role, names := range roleNames() {
		for name := range strings.FieldsSeq(names) {
			c.kinds[name], c.roles[name] = People, role
		}
	}
	return c
}

// find returns the kind of a column, and the role of its people. A name such as "Date
// (DD/MM/YYYY)" counts without its brackets, one such as "Titel / Title" by its first part.
func (c classifier) find(name string) (Kind, string) {
	before, _, _ := strings.Cut(name, "(")
	first, _, _ := strings.Cut(before, "/")
	for _, one := range []string{name, before, first} {
		plain := plainName(one)
		if kind := c.kinds[plain]; kind != "" {
			return kind, c.roles[plain]
		}
	}
	return "", ""
}
