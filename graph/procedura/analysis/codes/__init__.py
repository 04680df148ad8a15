"""Codes of imported systems: what they are, what changed, which of them pages stand for."""
