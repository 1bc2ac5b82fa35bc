package layout

import "path"

// MediaType is the media type of a file that Proceedings makes, by its name.
func MediaType(name string) string {
	switch path.Ext(name) {
	case ".mp4":
		return "video/mp4"
	case ".m4a":
		return "audio/mp4"
	case ".webm":
		return "video/webm"
	case ".mp3":
		return "audio/mpeg"
	case ".ogg":
		return "audio/ogg"
	case ".wav":
		return "audio/wav"
	case ".m3u8":
		return "application/vnd.apple.mpegurl" // RFC 8216, section 4
	case ".mpd":
		return "application/dash+xml" // ISO/IEC 23009-1, annex C
	case ".json":
		return "application/json"
	case ".vtt":
		return "text/vtt; charset=utf-8"
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".webp":
		return "image/webp"
	case ".pdf":
		return "application/pdf"
	case ".png":
		return "image/png"
	case ".zip":
		return "application/zip"
	case ".key":
		return "application/vnd.apple.keynote"
	case ".fodp":
		return "application/vnd.oasis.opendocument.presentation-flat-xml"
	case ".ppsx":
		return "application/vnd.openxmlformats-officedocument.presentationml.slideshow"
	case ".potx":
		return "application/vnd.openxmlformats-officedocument.presentationml.template"
	case ".pptm":
		return "application/vnd.ms-powerpoint.presentation.macroEnabled.12"
	case ".pptx":
		return "application/vnd.openxmlformats-officedocument.presentationml.presentation"
	case ".ppt":
		return "application/vnd.ms-powerpoint"
	case ".odp":
		return "application/vnd.oasis.opendocument.presentation"
	case ".gif":
		return "image/gif"
	case ".docx":
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case ".xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case ".doc":
		return "application/msword"
	case ".xls":
		return "application/vnd.ms-excel"
	case ".odt":
		return "application/vnd.oasis.opendocument.text"
	case ".ods":
		return "application/vnd.oasis.opendocument.spreadsheet"
	case ".rtf":
		return "application/rtf"
	case ".epub":
		return "application/epub+zip"
	case ".txt", ".srt":
		return "text/plain; charset=utf-8"
	default:
		return "application/octet-stream"
	}
}
