package intake_test

import (
	"fmt"
	"testing"
)

func TestParts(t *testing.T) {
	t.Parallel()
	recognised(t, []folderTest{
		{
			"numbered files, one missing",
			[]string{"board_1.mp4", "board_2.mp4", "board_4.mp4"},
			[]string{"board_1.mp4", "board_2.mp4", "board_4.mp4"},
			"board_1.mp4, board_2.mp4 and board_4.mp4 look like one recording, but number 3 is missing, so each was taken by itself; " +
				`if they are one, write in meeting.yaml: recordings: [{files: ["board_1.mp4", "board_2.mp4", "board_4.mp4"]}]`,
		},
		{
			"numbered files, the first missing",
			[]string{"board_2.mp4", "board_3.mp4"},
			[]string{"board_2.mp4", "board_3.mp4"},
			"but number 1 is missing",
		},
		{
			"numbered files of different kinds",
			[]string{"board_1.mp4", "board_2.mkv"},
			[]string{"board_1.mp4", "board_2.mkv"},
			`but they are of different kinds, so each was taken by itself; if they are one, write in meeting.yaml: recordings: [{files: ["board_1.mp4", "board_2.mkv"]}]`,
		},
		{
			"parts by name, two sets",
			[]string{"a part 1.mp4", "a part 2.mp4", "b_pt2.mp4", "b_pt1.mp4", "b_pt10.mp4=1"},
			[]string{"a part 1.mp4", "a part 2.mp4 part of a part 1.mp4", "b_pt1.mp4", "b_pt2.mp4 part of b_pt1.mp4", "b_pt10.mp4 part of b_pt1.mp4"},
			"of b_pt1.mp4, part 3, part 4, part 5, part 6, part 7, part 8 and part 9 are missing",
		},
		{
			"parts by name in other languages and containers",
			[]string{
				"Доклад часть 1.mp4", "Доклад ЧАСТЬ 2.mkv", "wykład_część1.mp4", "wykład_część2.mp4", "prednaska-c\u030ca\u0301st1.mp4", "prednaska-c\u030ca\u0301st2.mp4",
				"luento osa 1.mp4", "luento osa 2.mkv", "ομιλία μέρος 1.mp4", "Ομιλία ΜΈΡΟΣ 2.mp4", "acto del 3.mp4", "acto del 4.mp4", "prosa 1.mp4",
			},
			[]string{
				"acto del 3.mp4", "acto del 4.mp4", "luento osa 1.mp4", "luento osa 2.mkv part of luento osa 1.mp4",
				"prednaska-c\u030ca\u0301st1.mp4", "prednaska-c\u030ca\u0301st2.mp4 part of prednaska-c\u030ca\u0301st1.mp4", "prosa 1.mp4",
				"wykład_część1.mp4", "wykład_część2.mp4 part of wykład_część1.mp4",
				"ομιλία μέρος 1.mp4", "Ομιλία ΜΈΡΟΣ 2.mp4 part of ομιλία μέρος 1.mp4", "Доклад часть 1.mp4", "Доклад ЧАСТЬ 2.mkv part of Доклад часть 1.mp4",
			},
			"the parts of Доклад часть 1.mp4 are of different kinds (mp4 and matroska); they are joined all the same",
		},
		{
			"a part that cannot be used, behind the others",
			[]string{"talk-part1.mp4", "talk-part2.mp4", "talk-part3.mp4", "talk-part4.bin", "talk-part5.mp4=-1"},
			[]string{
				"talk-part1.mp4", "talk-part2.mp4 part of talk-part1.mp4", "talk-part3.mp4 part of talk-part1.mp4",
				"refused: talk-part4.bin", "refused: talk-part5.mp4",
			},
			"of talk-part1.mp4, part 4 is missing and talk-part5.mp4 cannot be used",
		},
		{
			"a part that cannot be used, among the others and before them",
			[]string{"talk-part1.mp4=-1", "talk-part2.mp4", "talk-part3.mp4=-1", "talk-part4.mp4"},
			[]string{"talk-part2.mp4", "talk-part4.mp4 part of talk-part2.mp4", "refused: talk-part1.mp4", "refused: talk-part3.mp4"},
			"Parts: 2 parts joined in this order: talk-part2.mp4 and talk-part4.mp4",
		},
		{
			"all parts but one cannot be used",
			[]string{"talk-part1.mp4", "talk-part2.mp4=-1"},
			[]string{"talk-part1.mp4", "refused: talk-part2.mp4"},
			"of talk-part1.mp4, talk-part2.mp4 cannot be used",
		},
		{"no part can be used", []string{"talk-part1.mp4=-1", "talk-part2.mp4=-1"}, []string{"refused: talk-part1.mp4", "refused: talk-part2.mp4"}, ""},
		{
			"a numbered file that cannot be used is not missing",
			[]string{"board_1.mp4", "board_2.mp4=-1", "board_3.mp4", "board_4.mp4=-1"},
			[]string{"board_1.mp4", "board_3.mp4 part of board_1.mp4", "refused: board_2.mp4", "refused: board_4.mp4"},
			"of board_1.mp4, board_2.mp4 and board_4.mp4 cannot be used; the others are joined without",
		},
		{
			"GoPro, the last chapter empty",
			[]string{"GH010012.MP4", "GH020012.MP4", "GH030012.MP4=-1"},
			[]string{"GH010012.MP4", "GH020012.MP4 part of GH010012.MP4", "refused: GH030012.MP4"},
			"of GH010012.MP4, GH030012.MP4 cannot be used",
		},
		{
			"parts by Roman numerals",
			[]string{"Talk Part I.mp4", "Talk Part II.mp4", "Talk Part IV.mp4", "Talk Part X.mp4", "fiesta parte v.mp4", "partii.mp4", "part ill.mp4"},
			[]string{
				"fiesta parte v.mp4", "part ill.mp4", "partii.mp4", "Talk Part I.mp4", "Talk Part II.mp4 part of Talk Part I.mp4",
				"Talk Part IV.mp4 part of Talk Part I.mp4", "Talk Part X.mp4 part of Talk Part I.mp4",
			},
			"of Talk Part I.mp4, part 3, part 5, part 6, part 7, part 8 and part 9 are missing",
		},
		{
			"one of three, the last missing",
			[]string{"board 1of3.mp4", "board 2of3.mp4"},
			[]string{"board 1of3.mp4", "board 2of3.mp4 part of board 1of3.mp4"},
			"of board 1of3.mp4, part 3 is missing",
		},
		{"days of a conference are no parts", []string{"day 1 of 2.mp4", "day 2 of 2.mp4"}, []string{"day 1 of 2.mp4", "day 2 of 2.mp4"}, ""},
		{
			"parts in different containers",
			[]string{"talk-part1.mp4", "talk-part2.mkv"},
			[]string{"talk-part1.mp4", "talk-part2.mkv part of talk-part1.mp4"},
			"the parts of talk-part1.mp4 are of different kinds (mp4 and matroska)",
		},
		{
			"sound among pictures",
			[]string{"talk-part1.mp4", "talk-part2.mp3", "talk-part3.mp4"},
			[]string{"talk-part1.mp4", "talk-part2.mp3", "talk-part3.mp4 part of talk-part1.mp4"},
			"talk-part2.mp3 was not joined with talk-part1.mp4: it is sound alone",
		},
		{
			"numbered files",
			[]string{"talk_1.mp4", "talk_2.mp4", "rec-001.mkv", "rec-002.mkv", "rec-003.mkv"},
			[]string{"rec-001.mkv", "rec-002.mkv part of rec-001.mkv", "rec-003.mkv part of rec-001.mkv", "talk_1.mp4", "talk_2.mp4"},
			"",
		},
		{"numbers that count something else", []string{"day-1.mp4", "day-2.mp4", "IMG_0001.MOV", "IMG_0002.MOV", "lecture 1.mp4", "lecture 2.mp4"}, []string{
			"day-1.mp4", "day-2.mp4", "IMG_0001.MOV", "IMG_0002.MOV", "lecture 1.mp4", "lecture 2.mp4",
		}, ""},
		{"a name without a number beside one with", []string{"all.mp4", "all-1.mp4", "all-2.mp4"}, []string{"all-1.mp4", "all-2.mp4", "all.mp4"}, ""},
		{
			"split at 4 GB",
			[]string{fmt.Sprintf("MVI_0007.MP4=%d", gb4), fmt.Sprintf("MVI_0008.MP4=%d", gb4), "MVI_0009.MP4=5000", "MVI_0010.MP4=6000"},
			[]string{"MVI_0007.MP4", "MVI_0008.MP4 part of MVI_0007.MP4", "MVI_0009.MP4 part of MVI_0007.MP4", "MVI_0010.MP4"},
			"Split file: 3 parts joined in this order",
		},
		{
			"a text is taken only if it was written in the meeting",
			[]string{"talk.mp4", "transcript.txt", "notes.txt"},
			[]string{"talk.mp4", "transcript.txt document", "refused: notes.txt"},
			"transcript.txt: written or said in the meeting",
		},
		{"a text without a recording", []string{"chat.txt", "a.odp"}, []string{"a.odp deck", "refused: chat.txt"}, ""},
	})
}
