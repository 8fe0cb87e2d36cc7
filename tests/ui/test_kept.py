"""Parts of templates kept in memory: they show what their values say, and nothing else."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template import Context, RequestContext, Template, TemplateSyntaxError
from django.test import RequestFactory, override_settings
from django.urls import NoReverseMatch, get_resolver, path, reverse
from django.utils.safestring import mark_safe

from core.ui.addresses import address_before, address_of, fixed_address
from core.ui.templatetags import kept as kept_tag

urlpatterns = [path("ailleurs/", lambda request: None, name="help")]


def shown(template: Template, **values: Any) -> str:
    return template.render(Context(values))


def test_a_part_is_rendered_once_for_each_value() -> None:
    template = Template("{% kept who=who %}{{ who }}{% endkept %} {{ who }}")
    assert [shown(template, who=who) for who in "aba"] == ["a a", "b b", "a a"]
    assert [*template.nodelist[0].kept.values()] == ["a", "b"]


def test_nothing_else_of_the_page_is_seen(rf: RequestFactory) -> None:
    template = Template(
        "{% kept who=person.name %}{{ who }}{{ person }}{{ user }}"
        "{{ request.path }}{{ csrf_token }}{% csrf_token %}{% endkept %}"
    )
    request = rf.get("/secret/")
    request.user = AnonymousUser()
    assert template.render(RequestContext(request, {"person": {"name": "N"}})) == "N"


def test_no_tag_reads_the_request(rf: RequestFactory) -> None:
    template = Template("{% kept %}{% querystring page=2 %}{% endkept %}")
    request = rf.get("/?q=secret")
    request.user = AnonymousUser()
    with pytest.raises(AttributeError):
        template.render(RequestContext(request))


@pytest.mark.parametrize("value", [HttpRequest(), mark_safe("<b>"), ["liste"], (mark_safe("<b>"),), 1.5])
def test_only_plain_values_decide(value: Any) -> None:
    with pytest.raises(TypeError):
        shown(Template("{% kept who=who %}{{ who }}{% endkept %}"), who=value)


def test_what_is_equal_without_looking_alike_is_kept_apart() -> None:
    template = Template("{% kept who=who %}{{ who }}{% endkept %}")
    assert [shown(template, who=who) for who in (1, True, 0, False, "", None)] == [
        "1",
        "True",
        "0",
        "False",
        "",
        "None",
    ]


def test_values_are_escaped() -> None:
    assert shown(Template("{% kept who=who %}{{ who }}{% endkept %}"), who="<b>") == "&lt;b&gt;"


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_tag, "MOST", 3)
    template = Template("{% kept who=who %}{{ who }}{% endkept %}")
    for number in range(10):
        assert shown(template, who=number) == str(number)
        assert len(template.nodelist[0].kept) <= 3


@pytest.mark.parametrize(
    "text", ["{% kept user %}{% endkept %}", "{% kept %}{% block a %}{% endblock %}{% endkept %}"]
)
def test_what_it_cannot_hold(text: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        Template(text)


def test_addresses_without_arguments_are_django_s() -> None:
    for name in ("home", "rooms:day", "admin:index"):
        assert fixed_address(name) == reverse(name) == shown(Template(f"{{% url '{name}' %}}"))
    with pytest.raises(NoReverseMatch):
        shown(Template("{% url 'nowhere' %}"))
    assert shown(Template("{% url 'nowhere' as found %}{{ found }}")) == ""
    assert shown(Template("{% url name %}"), name="help") == "/aide/"
    assert shown(Template("{% url 'rooms:week' 'audiberti' %}")) == reverse("rooms:week", args=["audiberti"])


@pytest.mark.parametrize("name", ["rooms:booking_detail", "rooms:booking_cancel", "suggestions:idea_detail"])
def test_addresses_of_one_argument_are_django_s(name: str) -> None:
    assert address_of(name, "2k-f7") == reverse(name, args=["2k-f7"])
    assert address_of(name, "-").startswith(f"{address_before(name)}-/")
    with pytest.raises(NoReverseMatch):
        address_of("home", "2k-f7")


def test_another_table_of_addresses_has_its_own() -> None:
    template = Template("{% url 'help' %} {% kept %}{% url 'help' %}{% endkept %}")
    assert shown(template) == "/aide/ /aide/"
    with override_settings(ROOT_URLCONF=__name__):
        assert shown(template) == "/ailleurs/ /ailleurs/"
    assert shown(template) == "/aide/ /aide/"


def test_no_application_is_installed_twice() -> None:
    """Otherwise the address of a name would depend on the page that writes it."""
    assert all(len(instances) == 1 for instances in get_resolver().app_dict.values())
