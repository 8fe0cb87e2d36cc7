"""What templates need not work out for each page: addresses that never change, and parts that few values decide."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as stock_url
from django.template.loader_tags import BlockNode
from django.urls import get_resolver, get_script_prefix, get_urlconf
from django.utils.html import conditional_escape

from core.ui.addresses import fixed_address

register = template.Library()

# Of each part, in each process: beyond, it starts again.
MOST = 512
PLAIN = (str, bool, int, type(None))


class FixedURLNode(URLNode):
    def render(self, context: Context) -> str:
        address = fixed_address(str(self.view_name.var))
        return str(conditional_escape(address)) if context.autoescape else address


@register.tag
def url(parser: Parser, token: Token) -> URLNode:
    """Django's own; an address without arguments is looked up once."""
    node = stock_url(parser, token)
    is_fixed = not (node.args or node.kwargs or node.asvar or node.view_name.is_var or node.view_name.filters)
    return FixedURLNode(node.view_name, [], {}, None) if is_fixed else node


class KeptNode(Node):
    # Opaque: no block of a page is looked for in it.
    child_nodelists = ()

    def __init__(self, values: Mapping[str, FilterExpression], nodelist: NodeList) -> None:
        self.values = values
        self.nodelist = nodelist
        self.kept: dict[tuple[Any, ...], str] = {}

    def render(self, context: Context) -> str:
        values = [value.resolve(context) for value in self.values.values()]
        key = (get_resolver(get_urlconf()), get_script_prefix(), *values, *map(type, values))
        if (text := self.kept.get(key)) is None:
            text = self._rendered(context, values)
            if len(self.kept) >= MOST:
                self.kept.clear()
            self.kept[key] = text
        return text

    def _rendered(self, context: Context, values: list[Any]) -> str:
        if not all(map(_is_plain, values)):
            raise TypeError(f"only plain values may decide what is kept: {values}")
        inside = context.new(dict(zip(self.values, values, strict=True)))
        vars(inside).pop("request", None)
        return self.nodelist.render(inside)


def _is_plain(value: object) -> bool:
    """No row, whose text changes; nothing marked safe, which equals what is not."""
    return type(value) in PLAIN or (isinstance(value, tuple) and all(map(_is_plain, value)))


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """`{% kept is_staff=user.is_staff %}…{% endkept %}`: rendered once for each of these values, then kept in memory.

    It sees these names and nothing else of the page, not even the request: what it shows cannot depend on anything
    that was forgotten. What not everybody reads is given whole, never by a key: only who is given it sees it again.
    """
    _, *bits = token.split_contents()
    values = token_kwargs(bits, parser)
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    if bits or nodelist.get_nodes_by_type(BlockNode):
        raise template.TemplateSyntaxError("kept takes values by name, and holds no block")
    return KeptNode(values, nodelist)
