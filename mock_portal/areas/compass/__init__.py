"""Data Compass: what a shop has sold, by day, by creator and by LIVE, and the files that can be made of it."""
