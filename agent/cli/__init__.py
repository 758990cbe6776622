"""The command line: one module per group of commands, and the only code that prints."""
