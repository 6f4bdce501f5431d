"""The command line: one command a module, each a thin wrapper around an importable function."""

from tellings.cli.program import main

__all__ = ["main"]
