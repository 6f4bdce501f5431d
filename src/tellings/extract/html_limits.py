"""What is taken off a page before it is parsed, because the parser takes quadratic time over it: endless attributes."""

from __future__ import annotations

import re

LONGEST_TAG = 20_000
"""Characters; no element needs more attributes than fit, but for an image that is written into its own address."""
ENDLESS = re.compile(rf"<([A-Za-z][\w:-]*)\s[^<>]{{{LONGEST_TAG},}}>?")
KEPT = re.compile(
    r"""\s(?:class|id|href|datetime|itemprop|rel|role|property|name|content|lang)\s*=\s*(?:"[^"]{0,500}"|'[^']{0,500}')"""
)


def without_endless_tags(text: str) -> str:
    """Return a page in which an opening tag of more than 20,000 characters keeps its first short attributes alone."""
    return ENDLESS.sub(_shortened, text) if len(text) > LONGEST_TAG else text


def _shortened(tag: re.Match[str]) -> str:
    return f"<{tag[1]}{''.join(KEPT.findall(tag[0][:LONGEST_TAG])[:20])}>"
