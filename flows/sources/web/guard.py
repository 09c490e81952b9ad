"""No request leaves for a machine of the local network: not by name, not by number, not by a redirect or a name that changes."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import httpx

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
_TRANSLATED = ip_network("64:ff9b::/96")


class LocalAddress(Exception):
    """The host lies in a network that is not public, and was not allowed."""


class PublicOnly(httpx.BaseTransport):
    """Looks a host up once, refuses it where any address is not public, and connects to the address that was checked."""

    def __init__(self, allow: Iterable[Network] = ()) -> None:
        self._allow = tuple(allow)
        self._transport = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer. Raises LocalAddress, and httpx.ConnectError where the name is not known."""
        host = request.url.host
        address = self._checked(host, request.url.port or (443 if request.url.scheme == "https" else 80))
        pinned = httpx.Request(
            request.method,
            request.url.copy_with(host=str(address)),
            headers=request.headers,  # with the Host of the name
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": host},
        )
        return self._transport.handle_request(pinned)

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()

    def _checked(self, host: str, port: int) -> Address:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpx.ConnectError(f"no host of that name: {host}") from error
        addresses = [ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
        for address in addresses:
            if not is_public(address) and not any(address in network for network in self._allow):
                raise LocalAddress(f"{host} is the local address {address}")
        return addresses[0]


def is_public(address: Address) -> bool:
    """Whether an address is of the public internet, also where it is one wrapped in another.

    >>> [is_public(ip_address(a)) for a in ("8.8.8.8", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "224.0.0.1")]
    [True, False, False, False, False, False]
    """
    inner = _wrapped(address)
    return (inner is None or is_public(inner)) and (address.is_global or inner is not None) and not address.is_multicast


def _wrapped(address: Address) -> Address | None:
    """The IPv4 address that an IPv6 address stands for."""
    if isinstance(address, IPv4Address):
        return None
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
