"""Addresses of pages that take no argument: looked up once, since one page writes thirty of them."""

from functools import lru_cache

from django.urls import URLResolver, get_resolver, get_script_prefix, get_urlconf, reverse


def fixed_address(name: str) -> str:
    """`reverse(name)`. No application of ours is installed twice: the page that asks changes nothing."""
    return _reversed(get_resolver(get_urlconf()), get_script_prefix(), name)


def address_before(name: str) -> str:
    """What stands before the one argument that ends an address: « /salles/reservation/ »."""
    return _reversed(get_resolver(get_urlconf()), get_script_prefix(), name, "-").removesuffix("-/")


@lru_cache(maxsize=2_048)
def _reversed(resolver: URLResolver, prefix: str, name: str, *arguments: str) -> str:
    return reverse(name, args=arguments)
