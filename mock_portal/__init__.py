"""An offline twin of a seller center: a program of its own, with its own rules and numbers."""
