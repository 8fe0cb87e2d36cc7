from django.conf import settings

from core.operations.purges import Kept, keep
from core.ui.french import count_of

keep(
    Kept(
        "Projets clos et leurs espaces",
        f"{count_of(settings.SPACES_RETENTION_YEARS, 'an')} après la clôture",
        "élimination par le groupe projet, avec le visa des archives",
    )
)
