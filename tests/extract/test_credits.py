from __future__ import annotations

import pytest

from tellings.extract.credits import agency_of, authors_of_date_line, desks_of

PROSE = "The harbour of Portmere was closed on Monday after a crane fell onto the quay."


@pytest.mark.parametrize(
    ("body", "notes", "agency"),
    [
        ([f"PORTMERE, May 4, 2031 (Reuters) - {PROSE}"], [], "Reuters"),
        ([f"PORTMERE, May 4, 2031 (Northern Wire) - {PROSE}"], [], "Northern Wire"),
        ([f"PORTMERE (Agencia Skarn) – {PROSE}"], [], "Agencia Skarn"),
        ([f"PORTMERE (NGF) -- {PROSE}"], ["The quay. / NGF"], "NGF"),
        ([f"PORTMERE (NGF) -- {PROSE}"], [], None),
        ([f"ATHENS (Georgia) - {PROSE}"], [], None),
        ([PROSE], ["The Northern Press contributed to this report."], "Northern Press"),
        ([PROSE, "The Associated Press contributed to this report."], [], "Associated Press"),
        ([PROSE], ["Ada Berg contributed to this report."], None),
        ([PROSE], ["Con información de EFE"], "EFE"),
        ([PROSE], ["With the crane gone"], None),
        ([PROSE], [], None),
        ([], [], None),
    ],
)
def test_the_agency_that_a_text_credits(body: list[str], notes: list[str], agency: str | None) -> None:
    assert agency_of(body, notes) == agency


def test_desks_in_a_byline_are_authors() -> None:
    assert desks_of("By Ada Berg and Argus World Desk") == ("Argus World Desk",)
    assert desks_of("By Ada Berg and Bo Ek") == ()
    assert desks_of("The Desk of the Year") == ()


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("Ada Berg · Thursday 15 May 2031, 17.20", ("Ada Berg",)),
        ("16 May 2031 by Ada Berg", ("Ada Berg",)),
        ("16 mai 2031 | Ada Berg", ("Ada Berg",)),
        ("Port Merrow, 16 May 2031", ()),
        ("Old Portmere · 16 May 2031", ()),
        ("Thursday 15 May 2031", ()),
    ],
)
def test_authors_in_a_date_line(line: str, authors: tuple[str, ...]) -> None:
    assert authors_of_date_line(line, f"In Old Portmere it rained. {PROSE}") == authors
