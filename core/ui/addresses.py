"""Addresses that are looked up once, since one page writes thirty of them and more."""

from functools import lru_cache

from django.urls import URLResolver, get_resolver, get_script_prefix, get_urlconf, reverse


def fixed_address(name: str) -> str:
    """`reverse(name)`. No application of ours is installed twice: the page that asks changes nothing."""
    return _reversed(get_resolver(get_urlconf()), get_script_prefix(), name)


def address_of(name: str, key: str) -> str:
    """`reverse(name, args=[key])`, for a reference or a slug: what stands around it is looked up once."""
    before, after = _around(name)
    return f"{before}{key}{after}"


def address_before(name: str) -> str:
    """What stands before the one argument that ends an address: « /salles/reservation/ »."""
    return _around(name)[0]


def _around(name: str) -> tuple[str, str]:
    before, _, after = _reversed(get_resolver(get_urlconf()), get_script_prefix(), name, "-").partition("/-/")
    return f"{before}/", f"/{after}"


@lru_cache(maxsize=2_048)
def _reversed(resolver: URLResolver, prefix: str, name: str, *arguments: str) -> str:
    return reverse(name, args=arguments)
