"""Addresses have one spelling each; what robots.txt allows; the pace at which a host is asked."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.errors import ForbiddenAddress
from tellings.read.addresses import join, normalise, parse
from tellings.read.networks import refusal
from tellings.read.pace import Pace
from tellings.read.robots import allowed, answered, parse_robots


@pytest.mark.parametrize(
    ("written", "one"),
    [
        ("HTTP://Paper.Example:80/a/../b/%7euser?x=%c3%bc#part", "http://paper.example/b/~user?x=%C3%BC"),
        ("https://straße.example:443", "https://xn--strae-oqa.example/"),
        ("http://пример.example/новости", "http://xn--e1afmkfd.example/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8"),
        (" http://paper.example/a b?c d ", "http://paper.example/a%20b?c%20d"),
        ("http://paper.example/100%", "http://paper.example/100%25"),
        ("http://paper.example./a/./b/..", "http://paper.example/a/"),
        ("http://[2606:4700:0:0::1111]:8080/", "http://[2606:4700::1111]:8080/"),
    ],
)
def test_two_spellings_are_one(written: str, one: str) -> None:
    assert normalise(written) == one


@pytest.mark.parametrize(
    "url",
    ["", "paper.example", "//paper.example", "ftp://paper.example", "file:///etc/passwd", "http://", "http://u@paper.example/",
     "http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://017700000001/", "http://①②⑦.⓪.⓪.①/", "http://a b/",
     "http://paper.example:99999/", "http://[::1", "http://[fe80::1%25eth0]/", "http://-a.example/", "http://a..b/",
     "http://%31%32%37.0.0.1/", "http://paper.example/" + "a" * 5000],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_refused(url: str) -> None:
    with pytest.raises(ForbiddenAddress):
        parse(url)


def test_a_password_is_not_shown() -> None:
    with pytest.raises(ForbiddenAddress) as caught:
        parse("https://ann:s3cret@paper.example/")
    assert "s3cret" not in caught.value.message


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused_and_normal_once_is_normal_ever(text: str) -> None:
    for url in (text, f"http://paper.example/{text}", f"http://{text}/"):
        one = normalise(url)
        assert one is None or (normalise(one) == one and one.isascii() and one.startswith(("http://", "https://")))


def test_references_are_resolved_against_their_page() -> None:
    assert join("https://paper.example/a/b.xml", "../c?d=1") == "https://paper.example/c?d=1"
    assert join("https://paper.example/a", "  ") is None
    assert join(None, "/a") is None


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "1.1.1.1", "2a00:1450::1"])
def test_addresses_of_the_public_internet_may_be_asked(address: str) -> None:
    assert refusal(address) is None


@pytest.mark.parametrize(
    "address",
    ["0.0.0.0", "10.1.2.3", "100.64.0.1", "127.8.8.8", "169.254.169.254", "172.31.0.1", "192.168.1.1", "192.0.0.170", "198.18.0.1",
     "224.0.0.251", "255.255.255.255", "::", "::1", "fc00::1", "fe80::1", "fec0::1", "ff02::1", "::ffff:8.8.8.8", "::8.8.8.8",
     "64:ff9b::a00:1", "64:ff9b:1::808:808", "2002:a00:1::1", "2001:0:808:808::1", "2001:db8::1", "2a00::5efe:a00:1", "100::1",
     "localhost", ""],
)  # fmt: skip
def test_all_other_addresses_are_refused(address: str) -> None:
    assert refusal(address)


ROBOTS = """
# a comment
User-agent: otherbot
Disallow: /

User-agent: *
Disallow: /private   # and more
Crawl-delay: 7

user-agent: Tellings/2.0
User-agent: thirdbot
Disallow: /*.pdf$
Disallow: /search
Allow: /search/about
Disallow: /caf%C3%A9/
Crawl-delay: 3
Sitemap: https://paper.example/news.xml
"""


def test_robots_rules_of_the_own_name_win_and_the_longest_counts() -> None:
    rules = parse_robots(ROBOTS, "Tellings")
    assert rules.delay == 3
    assert rules.sitemaps == ("https://paper.example/news.xml",)
    verdicts = {path: allowed(rules, path) for path in (
        "/", "/private", "/a.pdf", "/a.pdf?x", "/search?q=1", "/search/about", "/café/1", "/caf%c3%a9/1", "/robots.txt")}  # fmt: skip
    assert [path for path, may in verdicts.items() if not may] == ["/a.pdf", "/search?q=1", "/café/1", "/caf%c3%a9/1"]
    assert not allowed(parse_robots(ROBOTS, "unknown"), "/private/x")
    assert allowed(parse_robots("User-agent: *\nDisallow:", "x"), "/a")


def test_no_robots_file_allows_and_a_broken_server_allows_nothing() -> None:
    assert allowed(answered(404, None, "x"), "/a")
    assert allowed(answered(200, "<html>not a robots file</html>", "x"), "/a")
    for status in (500, 503, 429, None):
        assert not allowed(answered(status, None, "x"), "/a")


@given(st.text(max_size=300), st.text(alphabet="/ab*$?%c3", max_size=40))
def test_any_robots_file_is_read(text: str, path: str) -> None:
    assert allowed(parse_robots(f"User-agent: *\nDisallow: {text}\n{text}", "x"), "/" + path) in (True, False)


def test_a_rule_of_many_stars_takes_no_time() -> None:
    rules = parse_robots("User-agent: *\nDisallow: /" + "*a" * 2000 + "b$", "x")
    assert allowed(rules, "/" + "a" * 4000)


@given(st.lists(st.floats(min_value=0, max_value=3), min_size=2, max_size=40))
def test_no_host_is_asked_above_its_pace(waits: list[float]) -> None:
    pace, now, starts = Pace(1.0), 1000.0, []
    for wait in waits:
        now += wait
        starts.append(pace.reserve("a", now))
    assert all(later - earlier >= 0.999 for earlier, later in pairwise(starts))


def test_hosts_have_a_pace_of_their_own() -> None:
    pace = Pace(2.0, asked={"a": 99.0})
    pace.slow("b", 30.0)
    pace.hold("c", 200.0)
    assert [pace.reserve(h, 100.0) for h in ("a", "a", "b", "b", "c", "d")] == [101.0, 103.0, 100.0, 130.0, 200.0, 100.0]
    assert Pace(2.0, asked={"a": 9e9}).reserve("a", 100.0) == 102.0
