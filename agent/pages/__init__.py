"""The only code that knows HTML: each class is one page or dialog, and answers plain data."""
