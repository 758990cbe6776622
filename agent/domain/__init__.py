"""What the house talks about: frozen values and closed lists of words, standard library only."""
