"""Logging in by a picture: the desk shows a code, the Seller app on a phone scans it and agrees."""
