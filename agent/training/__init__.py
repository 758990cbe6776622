"""Training: the same flows, one step at a time, on a practice world, for somebody who learns them."""
