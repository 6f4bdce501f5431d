"""Datelines, which never are told as news (see `lang/datelines.py`, which events share)."""

from __future__ import annotations

from tellings.lang.datelines import behind_dateline

__all__ = ["behind_dateline"]
