"""Form fields for words that people type."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator, URLValidator
from django.db.models import QuerySet
from django_prose_editor.fields import ProseEditorFormField

from core.french import number, spaced
from core.web import rich_text
from core.web.non_blank import HIDDEN, in_reading_order, is_visible


class TooLong(str):
    """A `max_length` message that may also use `excess`, which Django's validator does not give."""

    def __mod__(self, params: Any) -> str:
        limit, length = params["limit_value"], params["show_value"]
        return str(self) % {
            "limit_value": number(limit),
            "show_value": number(length),
            "excess": number(length - limit),
        }


TOO_LONG = TooLong(
    "Ce texte compte %(show_value)s caractères\u00a0: raccourcissez-le à %(limit_value)s au plus "
    "(%(excess)s de trop). Rien de ce que vous avez tapé n’est perdu."
)
FIRST_YEAR, LAST_YEAR = 1990, 2100
is_web_address = URLValidator(
    schemes=["http", "https"],
    message=spaced("Cette adresse n’est pas celle d’une page : elle commence par https:// ou http://."),
)

# Such an address would show one site and lead to another, or give a password away.
is_plain_address = RegexValidator(
    r"^[^/]*//[^/?#@]*([/?#].*)?$",
    spaced("Cette adresse porte un identifiant ou un mot de passe, avant « @ » : enlevez-les."),
    code="account",
)
shows_whole = RegexValidator(
    HIDDEN,
    spaced("Cette adresse contient un caractère qui ne se voit pas : recopiez-la depuis la barre d’adresse."),
    code="hidden",
    inverse_match=True,
)


class _TypedField(forms.CharField):
    """Nothing visible is empty; what turns the line around is removed; too long, the message says by how much."""

    default_error_messages = {"max_length": TOO_LONG}

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text or not is_visible(text):
            return self.empty_value
        text = in_reading_order(text)
        # Spaces behind such a character are around the text once it is gone.
        return self.clean_spaces(text.strip() if self.strip else text)

    def clean_spaces(self, text: str) -> str:
        return text


class OneLineField(_TypedField):
    """Without the spaces around, and one between words."""

    def clean_spaces(self, text: str) -> str:
        # split() keeps a NUL byte, which the field's validator then refuses.
        return " ".join(text.split())


class PlainTextField(_TypedField):
    """Counts a line break as one character, as the browser does before sending two."""

    widget = forms.Textarea

    def clean_spaces(self, text: str) -> str:
        return text.replace("\r\n", "\n").replace("\r", "\n")


class ProseField(ProseEditorFormField):
    """Rich text: tags around nothing visible are empty; what turns the line around goes."""

    default_error_messages = {"max_length": TOO_LONG}

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        rich_text.check_depth(text)
        return text if text and rich_text.text_of(text) else self.empty_value

    def clean(self, value: Any) -> Any:
        # Sanitised again: what is left may make a link's scheme, which it was not.
        text = self.sanitize(in_reading_order(super().clean(value)))
        # A script alone is text until it is sanitised.
        self.validate(text if rich_text.text_of(text) else self.empty_value)
        return text


class FoldedCheckboxes(forms.CheckboxSelectMultiple):
    """The town's directions behind one button, which the keyboard passes in one step; open when some are ticked."""

    template_name = "components/folded_checkboxes.html"


class DayField(forms.DateField):
    """A day within the working life of a town hall's intranet."""

    default_error_messages = {
        "invalid": spaced("Cette date n’existe pas : écrivez-la comme 26/11/2026."),
        "required": "Choisissez un jour.",
    }

    years = range(FIRST_YEAR, LAST_YEAR + 1)

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(**{"widget": widget, **kwargs})

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day and day.year not in self.years:
            raise forms.ValidationError(f"Choisissez une année entre {self.years[0]} et {self.years[-1]}.")
        return day


class WebAddressField(forms.URLField):
    """http or https; « budget.ville.example » typed alone is completed."""

    default_validators = [is_web_address, is_plain_address, shows_whole]
    default_error_messages = {"invalid": is_web_address.message, "max_length": TOO_LONG}


def offer(form: forms.Form, name: str, choices: Iterable[Any] | Callable[[], Iterable[Any]]) -> None:
    """Give a field its choices, known only when its form is made or, by a function, when it is shown or checked.

    A queryset gives the rows of a field that chooses among them.

    AssertionError for a field that has none.
    """
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    if isinstance(field, forms.ModelChoiceField) and isinstance(choices, QuerySet):
        field.queryset = choices
    else:
        field.choices = choices
