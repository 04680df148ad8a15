"""What a coder could confuse: procedures by their axes, codes by what they are made of."""
