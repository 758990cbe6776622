"""What lies over the home page when somebody comes: announcements one after the other, and a tour for newcomers."""
