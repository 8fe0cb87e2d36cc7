"""A file of software, sent by the group."""

from core.imports.models import KeptFileImport


class SoftwareImport(KeptFileImport):
    class Meta(KeptFileImport.Meta):
        verbose_name = "import de progiciels"
        verbose_name_plural = "imports de progiciels"
