package server

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
)

// settings forbid macros, link updates and network access. The first setting
// alone does not block images that are named by file://; see package sanitize.
const settings = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetNoProxy" oor:op="fuse"><value></value></prop></item>
</oor:items>
`

// fonts are stand-ins for fonts of Microsoft Office.
//
//go:embed fonts.conf
var fonts []byte

// fontsFile is the name of the fontconfig file in a profile.
const fontsFile = "fonts.conf"

// FontEnv is the environment variable by which LibreOffice uses the fonts file of
// the profile in dir.
func FontEnv(dir string) string { return "FONTCONFIG_FILE=" + filepath.Join(dir, fontsFile) }

// WriteProfile writes a new LibreOffice profile to dir. It forbids macros, link
// updates and network access, and has the fonts file for FontEnv.
func WriteProfile(dir string) error {
	path := filepath.Join(dir, "user", "registrymodifications.xcu")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("make a profile: %w", err)
	}
	if err := os.WriteFile(path, []byte(settings), 0o600); err != nil {
		return fmt.Errorf("write the profile: %w", err)
	}
	return WriteFonts(dir)
}

// WriteFonts writes the file for FontEnv to the folder dir.
func WriteFonts(dir string) error {
	if err := os.WriteFile(filepath.Join(dir, fontsFile), fonts, 0o600); err != nil {
		return fmt.Errorf("write the list of fonts: %w", err)
	}
	return nil
}
