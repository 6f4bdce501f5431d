"""`tellings schema`: the JSON Schema of what the program prints."""

from __future__ import annotations

import click

from tellings.cli.console import print_json


@click.command("schema")
@click.argument("shape", type=click.Choice(["document", "story", "versions", "error", "manifest", "all"]), default="all")
@click.option("--json", "as_json", is_flag=True, help="On one line.")
def command(*, shape: str, as_json: bool) -> int:
    """Print the JSON Schema (draft 2020-12) of a document, a story, versions, an error, a manifest, or all."""
    import json

    from tellings.export.schema import schema

    found = schema(shape)
    if as_json:
        print_json(found)
    else:
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
    return 0
