"""A page in a person's hands, seen and used from afar: by a socket of this machine alone, and only with its secret."""
