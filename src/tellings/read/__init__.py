"""Where pages come from."""

from tellings.read.inputs import read_inputs

__all__ = ["read_inputs"]
