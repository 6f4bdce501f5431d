"""Weight files: those trained here, and the pins of all."""
