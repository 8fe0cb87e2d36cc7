"""Names that files arrive with, made safe to keep and to write on any disk."""

import unicodedata

LONGEST = 150
# What Windows refuses in a name; the rest of the path was cut before.
FORBIDDEN = str.maketrans(dict.fromkeys('<>:"|?*', "_"))
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³")}
NAMELESS = "document"


def stem_and_extension(name: str) -> tuple[str, str]:
    """« Plan.PDF » → (« Plan », « pdf »); the extension is empty when there is none."""
    stem, dot, extension = name.rpartition(".")
    if not dot or not stem or len(extension) > 10 or not extension.isalnum():
        return name, ""
    return stem, extension.lower()


def safe_name(name: str) -> str:
    """The name without path, control characters, invisible marks or reversed writing; never empty."""
    last = name.replace("\\", "/").rstrip("/ .").rpartition("/")[2]
    # Format characters (Cf) hold the bidirectional overrides that make « exe.fdp » read « pdf.exe ».
    kept = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c) not in HIDDEN)
    words = " ".join(kept.translate(FORBIDDEN).split()).strip(". ")
    stem, extension = stem_and_extension(words)
    if stem.partition(".")[0].strip().lower() in RESERVED:
        stem = f"_{stem}"
    if not stem.strip("_. "):
        stem = NAMELESS
    room = LONGEST - len(extension) - 1
    return f"{stem[:room].rstrip()}.{extension}" if extension else stem[:room].rstrip()


# Control, format, surrogate, private use, line and paragraph separators.
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
