"""Tell who is calling, also when proxies stand between."""

from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

type Address = IPv4Address | IPv6Address
type Network = IPv4Network | IPv6Network


def client_address(peer: str, forwarded_for: str, trusted: Collection[Network]) -> str:
    """Return the address of the caller, or of the last proxy that is not known to tell the truth.

    Each proxy appends whom it saw, so the header is read from its end, for as long as the one who
    wrote an entry is trusted (MDN, X-Forwarded-For, "Selecting an IP address").

    Args:
        peer: who opened the connection.
        forwarded_for: `X-Forwarded-For`, its lines joined by commas.
        trusted: the networks of the proxies whose word is taken.
    """
    client = parse_address(peer)
    hops = iter(reversed(forwarded_for.split(",")))
    while client and is_within(client, trusted):
        hop = parse_address(next(hops, ""))
        if hop is None:
            break
        client = hop
    return str(client or peer)


def parse_address(text: str) -> Address | None:
    """Read an address; one of IPv4 in the clothes of IPv6 is taken for what it is (RFC 4291)."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def is_within(address: Address, networks: Collection[Network]) -> bool:
    """Tell whether an address belongs to one of some networks."""
    return any(address in network for network in networks)
