"""What is printed for reading: words of pages cannot steer the terminal or turn the direction of a line."""

from __future__ import annotations

import re

import click

STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Control characters but tab and line end; separators of lines; embeddings, overrides and isolates of direction."""


def printable(text: str) -> str:
    """Return a text with signs that steer a terminal spelt out, such as `\\u001b`; marks of direction alone stay."""
    return STEERING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def say(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print a text for reading."""
    click.echo(printable(text), err=err, nl=nl)
