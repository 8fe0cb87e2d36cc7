"""What the rubric's forms take in."""

from django import forms

from core.ui.fields import TOO_LONG
from manuals.models import is_web_address


class WebAddressField(forms.URLField):
    """http or https; « budget.ville.example » typed alone is completed."""

    default_validators = [is_web_address]
    default_error_messages = {"invalid": is_web_address.message, "max_length": TOO_LONG}
