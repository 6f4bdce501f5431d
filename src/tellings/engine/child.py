"""The guarded child: builds its worker once, then answers lists of pages with lists of results until its input ends.

Started as `python -m tellings.engine.child FACTORY OPTIONS BYTES`; messages are MessagePack with their length before them.
"""

from __future__ import annotations

import os
import sys

import msgspec

from tellings.engine.guard import receive, send
from tellings.engine.shard import build, result_of
from tellings.model import Page


def limit_memory(most: int) -> None:
    """Let this process have no more than `most` bytes of memory of its own (0: no limit), where the system can see to it."""
    import resource

    if most:
        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def serve(factory: str, options: str) -> None:
    """Answer messages on standard input until it ends; whatever libraries print goes to stderr."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    work = build(factory, options)
    try:
        while (content := receive(sys.stdin.buffer)) is not None:
            pages = msgspec.msgpack.decode(content, type=list[Page])
            send(answers, msgspec.msgpack.encode([result_of(value) for value in work(pages)]))
    except BrokenPipeError:
        os._exit(0)  # the caller is gone: nobody is left to answer, and nothing is worth telling


if __name__ == "__main__":
    limit_memory(int(sys.argv[3]))
    serve(sys.argv[1], sys.argv[2])
