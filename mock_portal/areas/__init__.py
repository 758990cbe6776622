"""The parts of the site beyond inviting: each a package with what it knows, its calls, its pages and its people."""
