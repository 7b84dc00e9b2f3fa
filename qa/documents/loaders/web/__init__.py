"""Web pages: HTML, XHTML and MHTML."""
