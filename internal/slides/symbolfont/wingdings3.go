package symbolfont

const wingdings3 = " ←→↑↓↖↗↙↘⭰⭲⭱⭳⭶⭸↑↓↔↕←→↑↓⭍⮠⮡⮢⮣⮤⮥⮦⮧" +
	"⮐⮑⮒⮓⮀←⭾⭿⮄⮆⮅⮇⮏⮍⮎⮌⭮⭯⎋⌤⌃⌥␣⍽⇪↑←→←→←→" +
	"←→←→←→←→↑↓↖↗↙↘↔↕▲▼△▽◀▶◁▷◣◢◤◥🞀🞂🞁\ufffd" +
	"🞃⯅⯆⯇⯈←→↑↓←→↑↓←→↑↓←→↑↓←→↑↓←→↑↓←→↑" +
	"↓←→↑↓←→←→←→←🢜🢝🢞🢟→←→←→←→↑↓←→↑↓←→↑" +
	"↓←→↑↓←→↑↓⮨⮩⮪⮫⮬⮭⮮⮯←→↑↓↖↗↙↘←→↑↓↖↗↙" +
	"↘←→↑↓↖↗↙↘←→↑↓←→↑↓\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"
