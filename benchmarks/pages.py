"""Page extraction beside its rivals, on the same pages: text, comments, leakage, title, day, authors, speed. One command:

    .venv/bin/python benchmarks/pages.py [--data ../shared/data/pages] [--limit N] [--environment DIR]

The rivals (`requirements-pages.txt`, pinned) are installed into a throwaway environment, or one that is kept with
`--environment`, which also sees the packages of this one. The row of Tellings is that of cross-validation: every page is read
by weights that have not seen it. Where the pages are not there the command says so. Ratios of speed travel between machines;
milliseconds do not.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import subprocess
import sys
import sysconfig
import tempfile
import venv
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
WORD = re.compile(r"\w+")
SHINGLE = 8
MAIN, HEADS = ("body", "subheading"), ("comment", "comment-meta")
DEGREES = frozenset({"phd", "md", "jr", "sr", "jd", "msc", "ma"})
RATIO_TO = "trafilatura, favor_precision"
COLUMNS = ("text F1", "comments F1", "with heads", "leakage", "title", "day", "authors F1", "ms a page", "times as fast")


def words(text: str | None) -> list[str]:
    """Return the words of a text in lower case."""
    return WORD.findall((text or "").lower())


def f1(both: float, found: float, wanted: float) -> float:
    """Return the F1 of counts; two empty sides agree."""
    return 2 * both / (found + wanted) if found + wanted else 1.0


def bag(gold: str, found: str) -> float:
    """Return the F1 of two texts as bags of words."""
    a, b = Counter(words(gold)), Counter(words(found))
    return f1(sum((a & b).values()), sum(b.values()), sum(a.values()))


def leaked(comments: str, text: str) -> float:
    """Return the share of the comments' runs of eight words that stand in the main text."""
    wanted, there = shingles(words(comments)), shingles(words(text))
    return sum((wanted & there).values()) / max(1, sum(wanted.values()))


def shingles(line: list[str]) -> Counter[tuple[str, ...]]:
    """Return the runs of eight words."""
    return Counter(tuple(line[i : i + SHINGLE]) for i in range(max(1, len(line) - SHINGLE + 1)))


def same_title(gold: str, found: str | None) -> bool:
    """Tell whether two titles are the same, or one of three words or more stands whole in the other."""
    short, long = sorted((" ".join(words(gold)), " ".join(words(found))), key=len)
    return bool(short) and (short == long or (short.count(" ") >= 2 and f" {short} " in f" {long} "))


def people(value: object) -> set[str]:
    """Return names in lower case, without degrees."""
    pieces = value if isinstance(value, list) else re.split(r",|;|\band\b|&", str(value or ""))
    bare = (" ".join(re.sub(r"^by\b", "", re.sub(r"[^\w\s'-]", "", str(p).lower()).strip()).split()) for p in pieces)
    return {p for p in bare if p and p not in DEGREES}


def slipped(row: dict[str, Any], html: str) -> bool:
    """Tell whether a page shows its gold day in other years only: then the gold year is a slip."""
    days = set(re.findall(r"\b20\d\d-\d\d-\d\d", html))
    return row["date"][:10] not in days and any(d[4:] == row["date"][4:10] for d in days)


def mean(values: list[float]) -> float | None:
    """Return the mean, None of nothing."""
    return sum(values) / len(values) if values else None


def figures(rows: list[dict[str, Any]], answers: dict[str, dict[str, Any]]) -> dict[str, float | None]:
    """Return the figures of one system; text and day as means of the sets and pages, as the development scorer has them."""
    text: dict[str, list[float]] = {}
    kinds: dict[str, list[float]] = {"comments F1": [], "with heads": [], "leakage": [], "title": [], "day": []}
    both = found_names = wanted_names = 0
    for row in rows:
        own = answers[row["id"]]
        if "text" in own:
            text.setdefault(row["set"], []).append(bag(row["text"], own["text"]))
        if row.get("comments") and "text" in own:
            kinds["leakage"].append(leaked(row["comments"], own["text"]))
            if "comments" in own:
                kinds["comments F1"].append(bag(row["comments"], own["comments"]))
                kinds["with heads"].append(bag(row["comments"], own.get("heads", own["comments"])))
        if row.get("title") and "title" in own:
            kinds["title"].append(float(same_title(row["title"], own["title"])))
        if row.get("date") and "day" in own and not row["slipped"]:
            kinds["day"].append(float((own["day"] or "")[:10] == row["date"][:10]))
        if (gold := people(row.get("authors"))) and "authors" in own:
            named = people(own["authors"])
            both, found_names, wanted_names = both + len(gold & named), found_names + len(named), wanted_names + len(gold)
    result: dict[str, float | None] = {kind: mean(values) for kind, values in kinds.items()}
    result["text F1"] = mean([sum(v) / len(v) for v in text.values()])
    result["authors F1"] = f1(both, found_names, wanted_names) if wanted_names else None
    return result


def unseen(folder: Path, rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return what Tellings says of each page with weights that were trained without it, by page id."""
    sys.path.insert(0, str(HERE.parent / "training"))
    import html_blocks

    from tellings.extract import extract
    from tellings.extract import html as extraction
    from tellings.model import Page, Source
    from tellings.read.charset import decode

    samples = html_blocks.load(folder)
    ids = [json.loads(line)["id"] for line in (folder / "html.jsonl").read_text(encoding="utf-8").splitlines()]
    said = dict(zip(ids, html_blocks.cross_validated(samples), strict=True))
    answers = {}
    for row in rows:
        text = decode(gzip.decompress((folder / row["html"]).read_bytes()))[0]
        extraction.classify = lambda _rows, _ranges, own=said[row["id"]]: own
        found = extract(Page(id=row["id"], source=Source(sha256=row["id"], path=row["html"]), form="html", text=text))
        meta = found.metadata

        def joined(*roles: str, found: Any = found) -> str:
            return "\n".join(b.of(found.document.text) for b in found.blocks if b.role in roles and b.part == 0)

        answers[row["id"]] = {
            "text": joined(*MAIN), "comments": joined("comment"), "heads": joined(*HEADS), "title": meta.title,
            "day": meta.published.value if meta.published else None, "authors": list(meta.authors),
        }  # fmt: skip
    return answers


def environment(folder: Path) -> Path:
    """Make an environment with the rivals, which also sees this one's packages; return its interpreter."""
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--upgrade", "pip"], check=True)
        subprocess.run([*pip, "--requirement", str(HERE / "requirements-pages.txt")], check=True)
    packages = next((folder / "lib").glob("python*/site-packages"))
    own = [sysconfig.get_path("purelib"), str(HERE.parent / "src")]
    (packages / "tellings-benchmark.pth").write_text("\n".join(own) + "\n")
    return python


def table(lines: dict[str, dict[str, float | None]]) -> str:
    """Return the figures as a Markdown table."""
    rows = ["| system | " + " | ".join(COLUMNS) + " |", "|---|" + "---|" * len(COLUMNS)]
    for name, own in lines.items():
        cells = []
        for column in COLUMNS:
            value = own.get(column)
            form = "{:.1f}" if column == "ms a page" else "{:.2f}" if column == "times as fast" else "{:.3f}"
            cells.append("" if value is None else f"{value:.1%}" if column == "leakage" else form.format(value))
        rows.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def main() -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=HERE.parent.parent / "shared" / "data" / "pages")
    parser.add_argument("--limit", type=int, default=0, help="so many pages, taken at even steps; 0: all")
    parser.add_argument("--environment", type=Path, help="make, or use again, the rivals' environment here")
    options = parser.parse_args()
    if not (options.data / "html.jsonl").exists():
        print(f"pages: skipped, there is no html.jsonl in {options.data}")
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        python = environment((options.environment or Path(scratch) / "rivals").absolute())
        out = Path(scratch) / "answers.jsonl"
        command = [str(python), str(HERE / "pages_systems.py"), str(options.data), str(out), "--limit", str(options.limit)]
        subprocess.run(command, check=True)
        told = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    print(table(compared(options.data, told)))
    return 0


def compared(folder: Path, told: list[dict[str, Any]]) -> dict[str, dict[str, float | None]]:
    """Return the figures of every system."""
    answers: dict[str, dict[str, dict[str, Any]]] = {}
    for line in told:
        answers.setdefault(line["system"], {})[line["id"]] = line
    rows = [json.loads(line) for line in (folder / "html.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if all(row["id"] in own for own in answers.values())]
    for row in rows:
        html = gzip.decompress((folder / row["html"]).read_bytes()).decode("utf-8", "replace") if row.get("date") else ""
        row["slipped"] = bool(html) and slipped(row, html)
    time = {name: sum(line["seconds"] for line in own.values()) / len(own) for name, own in answers.items()}
    lines = {}
    for name, own in answers.items():
        found = unseen(folder, rows) if name == "Tellings" else own
        lines[name] = figures(rows, found) if any(found.values()) else {}
        lines[name] |= {"ms a page": 1000 * time[name], "times as fast": time[RATIO_TO] / time[name]}
        failures = sum("failed" in line for line in own.values())
        if failures:
            print(f"{name}: failed on {failures} of {len(own)} pages", file=sys.stderr)
    return lines


if __name__ == "__main__":
    sys.exit(main())
