"""`tellings crawl`: a whole crawl into Parquet layers, on this machine or a cluster."""

from __future__ import annotations

import os
from pathlib import Path

import click

from tellings.cli.console import bar, print_json, settings_of
from tellings.cli.program import DONE, SOME_FAILED


@click.command("crawl")
@click.argument("inputs", nargs=-1)
@click.option("-o", "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder of the layers.")
@click.option(
    "--engine",
    type=click.Choice(["local", "claim", "ray", "dask"]),
    default="local",
    show_default=True,
    help="Where shards run; claim: here and wherever `tellings worker` is started on the folder.",
)
@click.option("--address", help="Address of a running Ray or Dask cluster (default: one of this machine is started).")
@click.option(
    "--workers", type=click.IntRange(1, 256), help="Worker processes on this machine (default: one a core, at most 8)."
)
@click.option("--tables-only", is_flag=True, help="Do not keep whole pages: the layers cannot be loaded into a library.")
@click.option("--prepare-only", is_flag=True, help="Cut the inputs into shards and stop; workers do the rest.")
@click.option("--config", type=click.Path(dir_okay=False, path_type=Path), help="Settings file (TOML).")
@click.option("--quiet", is_flag=True, help="No progress bar.")
@click.option("--json", "as_json", is_flag=True, help="Print the account as one JSON object.")
def command(
    *,
    inputs: tuple[str, ...],
    out: Path,
    engine: str,
    address: str | None,
    workers: int | None,
    tables_only: bool,
    prepare_only: bool,
    config: Path | None,
    quiet: bool,
    as_json: bool,
) -> int:
    """Analyse archives, tables and folders of pages into Parquet layers; run it again to go on where it stopped.

    Without INPUTS the crawl of the folder goes on.
    """
    from tellings.crawl import offer_shards, prepare, run
    from tellings.engine.named import engine_named

    settings = settings_of(config=config, workers=workers, quiet=quiet)
    crawl = prepare(inputs, out, settings=settings, with_documents=not tables_only)
    if prepare_only:
        offer_shards(out, crawl, settings)
        click.echo(f"{crawl.shards} shards are offered in {out}: start `tellings worker {out}` wherever the folder is seen")
        return SOME_FAILED if crawl.failures else DONE
    chosen = engine_named(engine, workers=settings.workers or min(8, os.cpu_count() or 1), address=address)
    try:
        with bar("shard", settings, says="crawl") as show:
            account = run(out, crawl, engine=chosen, settings=settings, progress=show)
    finally:
        chosen.close()
    for failure in account.failures:
        click.echo(f"tellings: {failure.message}", err=True)
    if as_json:
        print_json(account)
    else:
        click.echo(
            f"{account.read} read in {account.shards} shards ({account.kept} finished before): {account.analysed} analysed,"
            f" {account.again} met again, {account.failed} failed"
        )
        if account.failed:
            click.echo(f"the failed ones, with the reasons: {out / 'failures'}")
    return SOME_FAILED if account.failed or account.failures else DONE
