"""Files that are to be sent: each is read once, and checked before anything of it leaves."""
