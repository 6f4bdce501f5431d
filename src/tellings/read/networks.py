"""Which network addresses are on the public Internet: all others are refused, also where one is wrapped in another.

Sources: IANA special-purpose address registries for IPv4 and IPv6 (RFC 6890 and its updates).
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

V4_REFUSED = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
V6_PUBLIC = IPv6Network("2000::/3")
V6_REFUSED = tuple(
    IPv6Network(block)
    for block in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)  # fmt: skip
"""Inside the public block: protocol assignments with Teredo and ORCHID, documentation, 6to4, AS112."""
NAT64 = IPv6Network("64:ff9b::/96")
ISATAP = (0x0000_5EFE, 0x0200_5EFE)


def refusal(address: str) -> str | None:
    """Return why an address is not on the public Internet, None where it is."""
    try:
        found = ip_address(address)
    except ValueError:
        return f"{address} is no address"
    if isinstance(found, IPv4Address):
        return _refused_v4(found)
    return _refused_v6(found)


def first_refusal(addresses: Sequence[str]) -> str | None:
    """Return why one of the addresses is refused, None where all are public: a name that mixes both is not trusted."""
    return next((why for address in addresses if (why := refusal(address))), None)


def _refused_v4(address: IPv4Address) -> str | None:
    if any(address in block for block in V4_REFUSED) or not address.is_global:
        return f"{address} is not on the public Internet"
    return None


def _refused_v6(address: IPv6Address) -> str | None:
    if address.scope_id:
        return f"{address} names a network card"
    if address in NAT64:
        inner = IPv4Address(int(address) & 0xFFFF_FFFF)
        return f"{address} leads to {inner}, which is not on the public Internet" if _refused_v4(inner) else None
    outside = address not in V6_PUBLIC or any(address in block for block in V6_REFUSED) or not address.is_global
    if outside or (int(address) >> 32) & 0xFFFF_FFFF in ISATAP:
        return f"{address} is not on the public Internet"
    return None
