from django.core.exceptions import ValidationError


class Refused(ValidationError):
    """A file that is not taken in; its message says why, to whoever sent it."""
