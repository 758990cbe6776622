"""Ending a link, both ways: the seller unlinks, or the creator asks for it and the seller decides."""
