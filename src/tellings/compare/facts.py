"""Facts: what the accounts of a story tell, aligned, with each account's value and passage."""

from __future__ import annotations

from tellings.model import Comparison, Material, Omission


def compare_accounts(material: Material) -> Comparison:
    """Return where the accounts agree, differ, or one stands alone."""
    return Comparison()


def find_omissions(material: Material, comparison: Comparison) -> tuple[Omission, ...]:
    """Return what most accounts tell and one does not."""
    return ()
