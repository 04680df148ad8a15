"""Procedura: a knowledge graph of medical procedures."""

__version__ = "0.1.0"
