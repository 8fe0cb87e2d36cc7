"""Form fields for words that people type."""

from typing import Any

from django import forms


class OneLineField(forms.CharField):
    """Without the spaces around, and one between words."""

    def to_python(self, value: Any) -> str:
        # split() keeps a NUL byte, which the field's validator then refuses.
        return " ".join(str(super().to_python(value)).split())


class PlainTextField(forms.CharField):
    """Counts a line break as one character, as the browser does before sending two."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")
