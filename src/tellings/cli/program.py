"""The program's entry: commands are imported when they are run, errors become one line and an exit code."""

from __future__ import annotations

import importlib
import sys
from typing import NoReturn

import click

from tellings import __version__
from tellings.cli.library_name import TOLD, LibraryName, LibraryType
from tellings.cli.terminal import say

COMMANDS = {
    "add": "Put pages into a library: analysed once, searched, in their stories.",
    "update": "Bring a library up to date: changed files, better stages, its stories.",
    "search": "Search a library: words, phrases, people, places, days, meaning.",
    "story": "Print one story of a library.",
    "quotes": "Print who said what in a library, where.",
    "timeline": "Print what happened when, by the stories of a library.",
    "remove": "Take pages out of a library.",
    "backup": "Write a library, as it is at one moment, to a new file.",
    "check-citations": "Prove every passage of a library by the pages as they were read.",
    "analyse": "Print what each page says, one JSON object a document.",
    "stories": "Print which pages tell one story, compared, one JSON object a story.",
    "events": "Write who did what to whom as rows: PLOVER, CSV or Parquet.",
    "report": "Write a report that opens in a browser, and the data behind it.",
    "export": "Write pages and stories for other programs: tables, JSON-LD, ninjs, STIX, GraphML, calendar, memo.",
    "watch": "Read the feeds of a library and keep the pages that they lead to.",
    "feeds": "Keep the list of feeds that are watched; check a feed, find those of a page.",
    "versions": "Print what changed on pages that were read more than once.",
    "explain": "Say what ties a page to its story, and how surely.",
    "merge": "Record that two stories are one.",
    "split": "Record that pages of a story tell another one.",
    "move": "Record that a page belongs in another story.",
    "corrections": "List what was corrected, or undo a correction.",
    "verify-quote": "Check whether words stand in the pages as a quotation.",
    "serve": "Show a library in a browser.",
    "digest": "Tell what is new since yesterday: text, HTML, or by mail.",
    "hooks": "Tell other programs when stories change: signed webhooks.",
    "mcp": "Let an assistant ask a library, every answer with its passages.",
    "users": "Keep the accounts of a library that is read over the network.",
    "crawl": "Analyse a whole crawl into Parquet layers, on this machine or a cluster.",
    "worker": "Work on the shards of a crawl, beside other workers.",
    "corpus": "Find copies, stories and actors over the layers of a crawl.",
    "load": "Put the layers of a crawl into a library.",
    "library": "Copy a library from a file to a database on a server, or back.",
    "schema": "Print the JSON Schema of what the program prints.",
    "check": "Tell what is installed, which models are active, what an extra would add.",
}
"""Every command with its one line; its module is `cli.<name>` and its function `command`."""

DONE, FAILED, USAGE, SOME_FAILED, INTERRUPTED = 0, 1, 2, 3, 130


class LazyGroup(click.Group):
    """A group whose commands are imported when one is run, so that --help answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"tellings.cli.{cmd_name.replace('-', '_')}")
        found: click.Command = module.command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tellings")
@click.option("--library", type=LibraryType(), help=f"The library that the command works on: {TOLD}.")
def program(library: LibraryName | None) -> None:
    """Lay the accounts of news pages side by side, every line tied to the passage it came from.

    With a library: tellings --library news.db add PAGES…, then search, stories, story, quotes, events, timeline.

    Pages: files or folders (.txt .html .htm .md .warc .jsonl .parquet, each also .gz), or - for JSON Lines on stdin.
    Exit codes: 0 all done, 1 failed, 2 wrong command line, 3 done but some inputs failed, 130 interrupted.
    """


def main() -> NoReturn:
    """Run the program and leave with its exit code; no traceback reaches the user."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code."""
    from tellings.errors import TellingsError

    try:
        result = program.main(arguments, prog_name="tellings", standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        say("tellings: interrupted; what was finished is kept where an output or a library was named", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return DONE
    except TellingsError as problem:
        say(f"tellings: {problem.message}", err=True)
        return FAILED
    except OSError as problem:  # a folder without rights, a full disk
        name = f"{problem.filename}: " if problem.filename else ""
        why = problem.strerror or type(problem).__name__
        say(
            f"tellings: {name}cannot be opened or written ({why}); check the path, its permissions and the room on the disk",
            err=True,
        )
        return FAILED
    except Exception as problem:  # the last line of defence: a user gets one line, not a traceback
        say(f"tellings: a fault in the program ({type(problem).__name__}: {problem}); please report it", err=True)
        return FAILED
    return result if isinstance(result, int) else DONE
