"""What a run leaves for people: its document (run.json) and the one HTML file that shows it."""
