"""`tellings worker`: work on the shards of a crawl's folder, beside other workers, until nothing is left."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("worker")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--lease", type=click.FloatRange(5), default=120.0, show_default=True, help="Seconds after which a lease expires."
)
def command(*, folder: Path, lease: float) -> int:
    """Claim and run shards of a crawl's FOLDER; start as many of these, on as many machines, as see the folder."""
    from tellings.crawl import SHARDS
    from tellings.engine.claim import offered, work_through

    shards, task = offered(folder / SHARDS)
    done = sum(1 for _ in work_through(shards, task, seconds=lease))
    left = sum(not shard.done for shard in shards)
    click.echo(f"{done} shards run here, {left} of {len(shards)} in the hands of others")
    return 0
