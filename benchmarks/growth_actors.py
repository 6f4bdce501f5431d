"""How the cost of merging actors grows with the number of mentions, on invented names.

usage: python benchmarks/growth_actors.py [1000 10000 100000]
Each document names eight of a crowd that grows with the number of documents, in full, by surname, with a slip or an initial.
Prints CPU seconds and the growth exponent between sizes: 1 is linear, 2 is all pairs.
"""

from __future__ import annotations

import math
import random
import sys
import time

from tellings.model import Analysis, Article, Block, Document, Entity, Mention, Source
from tellings.relate.actors import merge_actors

SYLLABLES = [a + b for a in "bdfgklmnprstv" for b in "aeiou"]
NAMES = 8


def crowd(chance: random.Random, size: int) -> list[str]:
    """Return full names."""

    def word(n: int) -> str:
        return "".join(chance.choice(SYLLABLES) for _ in range(n)).capitalize()

    return [f"{word(2)} {word(chance.randrange(2, 5))}" for _ in range(size)]


def shown(chance: random.Random, name: str) -> str:
    """Return a name as one page has it."""
    given, surname = name.split()
    way = chance.random()
    if way < 0.6:
        return name
    if way < 0.8:
        return surname
    return f"{given[0]}. {surname}" if way < 0.9 else f"{given} {surname[:-1]}{chance.choice('aeiou')}"


def articles(size: int, seed: int = 1) -> list[Article]:
    """Return documents with `size` names in all."""
    chance = random.Random(seed)
    people = crowd(chance, size // 20)
    made = []
    for number in range(size // NAMES):
        names = list(dict.fromkeys(shown(chance, n) for n in chance.sample(people, NAMES)))
        entities, at = [], 0
        for i, name in enumerate(names, start=1):
            mention = Mention(at, at + len(name), form=name)
            entities.append(Entity(id=f"e{i}", name=name, type="person", mentions=(mention,)))
            at += len(name) + 1
        text = "\n".join(names)
        document = Document(id=str(number), source=Source(sha256="0" * 64), text=text, form="clean")
        made.append(Article(Analysis(document=document, blocks=(Block(0, len(text), role="body"),), entities=tuple(entities))))
    return made


def main() -> None:
    """Measure each size."""
    last = None
    for size in [int(a) for a in sys.argv[1:]] or [1_000, 10_000, 100_000]:
        made = articles(size)
        start = time.process_time()
        actors = merge_actors(made)
        spent = time.process_time() - start
        growth = f"  growth {math.log(spent / last[1]) / math.log(size / last[0]):.2f}" if last else ""
        print(f"{size:>8} mentions  {len(actors):>7} actors  {spent:8.2f} s{growth}", flush=True)
        last = size, spent


if __name__ == "__main__":
    main()
