"""Whether a text fits a code or a neighbour of it, word by word."""
