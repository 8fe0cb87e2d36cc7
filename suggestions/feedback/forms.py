from core.people.resume_after_login import ResumableForm
from suggestions.proposing.forms import ChangeForm


class FeedbackForm(ResumableForm, ChangeForm):
    """The question that an anonymous author answers with the code, for the others."""
