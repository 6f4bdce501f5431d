"""Document → layers: what a text says, as spans beside it."""
