package sheet

import (
	"archive/zip"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"proceedings/internal/words"
)

// decodeXLSX reads an XLSX or XLSM file.
func decodeXLSX(z *zip.Reader, r io.ReaderAt, size int64, name string) (table Table, err error) {
	file, err := excelize.OpenReader(io.NewSectionReader(r, 0, size), excelize.Options{UnzipSizeLimit: 2 * maxUnzip})
	if err != nil {
		return table, refusal("is damaged, or not a spreadsheet that can be read")
	}
	defer file.Close() //nolint:errcheck // it removes temporary files
	isoDates(file)
	names, err := wanted(visibleSheets(file), file.GetSheetList(), name)
	if err != nil {
		return table, err
	}
	for _, one := range names {
		if table, err = xlsxTable(z, file, one); err != nil || len(table.Rows) > 0 {
			break
		}
	}
	if err != nil {
		return Table{}, err
	}
	table.Others = others(file.GetSheetList(), table.Name)
	if part(z, "xl/vbaProject.bin") != nil {
		table.Notes = append(table.Notes, "It has macros, which were not run.")
	}
	if slices.ContainsFunc(z.File, func(f *zip.File) bool { return strings.HasPrefix(strings.ToLower(f.Name), "xl/externallinks/") }) {
		table.Notes = append(table.Notes, "It has links to other files, which were not opened; their cells have the values that were last saved.")
	}
	return table, nil
}

func visibleSheets(file *excelize.File) (names []string) {
	for _, name := range file.GetSheetList() {
		if visible, err := file.GetSheetVisible(name); err != nil || visible {
			names = append(names, name)
		}
	}
	return names
}

// wanted returns the sheets to try: the one called name, or all visible ones.
func wanted(visible, all []string, name string) ([]string, error) {
	if name == "" {
		return visible, nil
	}
	for _, one := range all {
		if strings.EqualFold(one, name) {
			return []string{one}, nil
		}
	}
	return nil, refusef("has no sheet %q: it has %s", name, words.List(all, 20))
}

func others(all []string, name string) (list []string) {
	for _, one := range all {
		if one != name {
			list = append(list, one)
		}
	}
	return list
}

func xlsxTable(z *zip.Reader, file *excelize.File, name string) (Table, error) {
	rows, err := file.Rows(name)
	if err != nil {
		return Table{}, refusef("is damaged: its sheet %q cannot be read", name)
	}
	defer rows.Close() //nolint:errcheck // only read from
	b := &builder{table: Table{Name: name}}
	for number := 1; rows.Next(); number++ {
		cells, rowErr := rows.Columns()
		if rowErr != nil {
			return Table{}, refusef("is damaged in row %d of the sheet %q", number, name)
		}
		if err = b.add(number, cells); err != nil {
			return Table{}, err
		}
	}
	if rows.Error() != nil {
		return Table{}, refusef("is damaged, or has more than %d rows", MaxRows)
	}
	spans, faults, err := xlsxCells(z, name)
	if err != nil {
		return Table{}, err
	}
	b.spread(spans)
	b.table.Faults = faults
	return b.table, nil
}

// isoDates makes all cells with dates print as ISO dates, whatever format they have.
func isoDates(file *excelize.File) {
	day, dayErr := file.NewStyle(&excelize.Style{CustomNumFmt: new("yyyy-mm-dd")})
	minute, minuteErr := file.NewStyle(&excelize.Style{CustomNumFmt: new("yyyy-mm-dd hh:mm")})
	if dayErr != nil || minuteErr != nil || file.Styles == nil || file.Styles.CellXfs == nil {
		return
	}
	formats := file.Styles.CellXfs.Xf
	custom := map[int]string{}
	if file.Styles.NumFmts != nil {
		for _, f := range file.Styles.NumFmts.NumFmt {
			custom[f.NumFmtID] = f.FormatCode
		}
	}
	dayFormat, minuteFormat := formats[day].NumFmtID, formats[minute].NumFmtID
	for i := range formats {
		if formats[i].NumFmtID == nil {
			continue
		}
		switch kindOf(*formats[i].NumFmtID, custom[*formats[i].NumFmtID]) {
		case dateKind:
			formats[i].NumFmtID = dayFormat
		case dateTimeKind:
			formats[i].NumFmtID = minuteFormat
		}
	}
}

// The kinds of number formats.
const (
	otherKind = iota
	dateKind
	dateTimeKind
)

var (
	formatText = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[[^\]]*\]`) // literals, padding, colours, locales
	formatYear = regexp.MustCompile(`(?i)[yeg]`)
	formatDay  = regexp.MustCompile(`(?i)d`)
	formatHour = regexp.MustCompile(`(?i)h`)
)

// kindOf tells a date from other numbers by its format: a built-in ID (ECMA-376, part 1,
// 18.8.30), or a code.
func kindOf(id int, code string) int {
	switch {
	case code == "" && id == 22:
		return dateTimeKind
	case code == "" && (id >= 14 && id <= 17 || id >= 27 && id <= 31 || id == 36 || id >= 50 && id <= 54 || id == 57 || id == 58):
		return dateKind
	}
	code, _, _ = strings.Cut(formatText.ReplaceAllString(code, ""), ";")
	switch {
	case strings.EqualFold(code, "general") || !formatYear.MatchString(code) && !formatDay.MatchString(code):
		return otherKind
	case strings.ContainsAny(code, "0#?"): // 0.00E+00
		return otherKind
	case formatHour.MatchString(code):
		return dateTimeKind
	}
	return dateKind
}
