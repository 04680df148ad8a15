"""Writers, one module for a family of formats."""
