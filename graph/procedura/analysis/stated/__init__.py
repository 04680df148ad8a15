"""What the graph states, ready to be set side by side, and the lines that it rests on."""
