"""`tellings corpus`: near-duplicates, copies, stories and actors over the layers of a crawl, as further layers."""

from __future__ import annotations

from pathlib import Path

import click

from tellings.cli.console import bar, print_json, settings_of

GIGABYTE = 1_000_000_000


@click.command("corpus")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--only",
    type=click.Choice(["near", "copies", "stories", "actors"]),
    multiple=True,
    help="Make this layer, and those that it needs (may be given several times; default: all).",
)
@click.option(
    "--memory", type=click.FloatRange(1.0), default=4.0, show_default=True, help="Gigabytes that it may take on this machine."
)
@click.option(
    "--days", type=click.IntRange(1, 365), default=7, show_default=True,
    help="A page is compared with those of so many days before and after it.",
)  # fmt: skip
@click.option(
    "--workers", type=click.IntRange(1), default=1, show_default=True,
    help="Processes for copies and stories, among which the memory is parted.",
)  # fmt: skip
@click.option("--quiet", is_flag=True, help="No progress bar.")
@click.option("--json", "as_json", is_flag=True, help="Print the account as one JSON object.")
def command(*, folder: Path, only: tuple[str, ...], memory: float, days: int, workers: int, quiet: bool, as_json: bool) -> int:
    """Find copies, stories and actors over a finished crawl's FOLDER; run it again to go on where it stopped."""
    from tellings.corpus import STEPS, Plan, run_corpus

    settings = settings_of(config=None, workers=None, quiet=quiet)
    steps = [step for step in STEPS if step in only] or STEPS
    with bar("frame", settings, says="corpus") as show:
        plan = Plan(memory=int(memory * GIGABYTE), days=days, workers=workers)
        account = run_corpus(folder, steps=steps, plan=plan, progress=show)
    if as_json:
        print_json(account)
        return 0
    written = ", ".join(f"{rows} rows of {layer}" for layer, rows in account.rows.items())
    click.echo(f"{account.articles} articles in {account.frames} frames ({account.kept} pieces finished before): {written}")
    if account.shortened:
        click.echo(f"memory held fewer than {days} days to either side of some pages: give more with --memory")
    return 0
