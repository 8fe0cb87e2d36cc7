"""CSV as French spreadsheets open it."""

MARK = "\ufeff"
# A spreadsheet would run a cell that begins with one of these.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """The cell, shown and never run."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
