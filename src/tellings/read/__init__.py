"""Where pages come from: files, folders, tables, archives, feeds, mail and standard input; one module a format."""

from tellings.read.inputs import read_inputs

__all__ = ["read_inputs"]
