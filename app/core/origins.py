"""Where messages come from: a mark of the address, which itself is neither kept nor logged."""

from hashlib import blake2b
from ipaddress import IPv6Address, ip_address

HOME_OF_IPV6 = 64  # bits that a subscriber shares with nobody; the others change as they like


def origin_of(address: str | None, secret: str) -> str:
    """Return the mark of a network address under the platform's `secret`; nothing without one."""
    if not address:
        return ""
    key = blake2b(secret.encode()).digest()
    return blake2b(_shared(address).encode(), digest_size=12, key=key, person=b"origin").hexdigest()


def _shared(address: str) -> str:
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return f"{int(found) >> HOME_OF_IPV6:x}"
