"""What an import says of the text of a file, whatever program wrote it."""

from core.ui.encodings import LOST
from core.ui.french import NBSP, count_of


def notes_on_text(repaired_lines: int, lost_lines: int) -> list[str]:
    """What an import says of the lines that it repaired, and of those whose letters were lost before it."""
    notes = []
    if repaired_lines:
        notes.append(
            f"Texte encodé deux fois («{NBSP}Ã©{NBSP}» au lieu de «{NBSP}é{NBSP}») à "
            f"{count_of(repaired_lines, 'ligne')}{NBSP}: il est corrigé."
        )
    if lost_lines:
        notes.append(
            f"Attention{NBSP}: des lettres sont perdues dans le fichier lui-même («{NBSP}{LOST}{NBSP}») à "
            f"{count_of(lost_lines, 'ligne')}. Exportez-le de nouveau, en UTF-8."
        )
    return notes
