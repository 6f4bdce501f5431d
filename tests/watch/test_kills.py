"""A watch that is killed at any moment: nothing is lost and nothing is there twice."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from tellings.store import SqliteStore
from tellings.watch.subscribing import add_feed
from tests.misbehaving import Server
from tests.watch.test_watch import item, page, rss

FEEDS, PAGES, KILLS = 4, 6, 8
CHILD = """
import sys
from pathlib import Path
from tests.watch.shelf import Shelf
from tests.watch.test_watch import SETTINGS
from tellings.watch import Watch
account = Watch(Shelf(SETTINGS, Path(sys.argv[1]))).run(once=True)
print(account.waiting)
"""


def test_a_watch_that_is_killed_goes_on_where_it_stopped(tmp_path: Path) -> None:
    server, file, chance = Server(), tmp_path / "library.db", random.Random(7)
    store = SqliteStore(file)
    for n in range(FEEDS):
        links = [f"/p{n}.{i}" for i in range(PAGES)]
        server.pages |= {f"/feed{n}": rss(*(item(link) for link in links), ETag=f'"{n}"')}
        server.pages |= {link: page(f"Page {link}", f"This is what stands on {link} alone.") for link in links}
        add_feed(store, f"{server.url}/feed{n}")
    command = [sys.executable, "-c", CHILD, str(file)]
    for _ in range(KILLS):
        child = subprocess.Popen(command, cwd=Path(__file__).parents[2], stdout=subprocess.DEVNULL)
        time.sleep(0.35 + chance.random() * 0.5)
        child.send_signal(signal.SIGKILL)
        child.wait()
    done = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
    addresses = sorted((p.source.url or "").removeprefix(server.url) for p in store.pages())
    assert addresses == sorted(path for path in server.pages if path.startswith("/p"))
    assert store.visit_counts() == {"kept": FEEDS * PAGES}
    assert all(feed.read and not feed.failures for feed in store.subscriptions())
    store.close()
    server.close()
