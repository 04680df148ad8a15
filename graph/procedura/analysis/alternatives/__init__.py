"""What else could be done: who names it, what both share, what differs, and what is left out."""
