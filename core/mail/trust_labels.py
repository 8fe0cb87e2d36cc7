"""How much a sender's address can be trusted, in a sentence for the readers of the message."""

from core.mail.models import Trust

# How they are coloured in a list, beside their words.
TRUST_TONES: dict[str, str] = {
    Trust.VERIFIED: "good",
    Trust.INTERNAL: "good",
    Trust.TOKEN: "good",
    Trust.CONFIRMED: "good",
    Trust.UNVERIFIED: "unsure",
    Trust.FAILED: "bad",
}
TRUST_LABELS: dict[str, str] = {
    Trust.NONE: "",
    Trust.VERIFIED: "Le serveur de la ville se porte garant de cette adresse.",
    Trust.INTERNAL: "Remis par un serveur de la ville, de l’intérieur.",
    Trust.TOKEN: "Écrit à l’adresse de réponse secrète que seul cet agent avait reçue.",
    Trust.CONFIRMED: "L’agent a confirmé en être l’auteur.",
    Trust.UNVERIFIED: (
        "Rien ne prouve que ce message vient bien de cette adresse\u00a0: n’importe qui peut en écrire une autre que "
        "la sienne."
    ),
    Trust.FAILED: (
        "Le serveur de la ville dit que ce message ne vient pas de cette adresse\u00a0: méfiez-vous de ce qu’il "
        "demande."
    ),
}
