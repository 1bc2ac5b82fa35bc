package server

// UseScript makes s run another script.
func (s *Server) UseScript(text string) *Server {
	s.script = text
	return s
}

// Script is the script that s runs beside LibreOffice.
func (s *Server) Script() string { return s.script }
