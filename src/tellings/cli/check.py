"""`tellings check`: what is installed, which models and fallbacks are active, what an extra would add."""

from __future__ import annotations

import click

from tellings.cli.console import print_json


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def command(*, as_json: bool) -> int:
    """Tell what is installed, which models and fallbacks are active, and what an optional extra would add."""
    from tellings.installation import inspect_installation

    found = inspect_installation()
    if as_json:
        print_json(found)
        return 0
    click.echo(f"tellings {found.version}, Python {found.python}, {found.cores} cores")
    click.echo("\nModels")
    for model in found.models:
        state = "active" if model.state == "ok" else f"{model.state}: {model.fallback} instead"
        click.echo(f"  {model.name:<18} {model.purpose}: {state}")
    click.echo("\nLanguages")
    for language in found.languages:
        click.echo(f"  {language.code}  {language.can}")
    click.echo("\nOptional extras")
    for extra in found.extras:
        state = "installed" if extra.installed else f"not installed; pip install 'tellings[{extra.name}]'"
        click.echo(f"  {extra.name:<10} {extra.adds}: {state}")
    click.echo("\nEverything works offline." if found.complete else "\nSome models are missing; the named fallbacks serve.")
    return 0
