"""One flow per file, reading like the procedure: composes guards, page ports and the desk's tools."""
