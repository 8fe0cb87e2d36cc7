"""Requests of signed-in people, for the types: every page is closed to strangers unless it says otherwise."""

import ipaddress

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from core.people.models import Agent


class AgentRequest(HttpRequest):
    user: Agent
    # On a shared workstation only.
    idle_minutes: int


def agent_of(request: HttpRequest) -> Agent:
    """The signed-in agent, where a library fixes the type of the request."""
    assert isinstance(request.user, Agent)
    return request.user


def address_of(request: HttpRequest) -> str:
    """The network address that the request comes from, through the proxies that are trusted."""
    return str(get_adapter(request).get_client_ip(request))


def network_of(request: HttpRequest) -> str:
    """That address, or its /64 in IPv6, which one machine may vary at will; for counters."""
    address = address_of(request)
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((parsed, 64), strict=False).network_address)
    return address


def is_guessing(request: HttpRequest) -> bool:
    """The browser loads a page that nobody has asked for yet."""
    purpose = f"{request.headers.get('Sec-Purpose', '')} {request.headers.get('Purpose', '')}"
    return "prefetch" in purpose or "prerender" in purpose
