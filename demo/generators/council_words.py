"""The invented places, associations, firms and sums that the council speaks of."""

from random import Random

from demo import texts


def of_street(street: str) -> str:
    """« de la rue Haute », « de l’avenue de la Gare », « du quai des Brigantins »."""
    kind = street.split()[0]
    return f"{ {'rue': 'de la ', 'place': 'de la ', 'avenue': 'de l’', 'impasse': 'de l’'}.get(kind, 'du ') }{street}"


def with_article(preposition: str, noun: str) -> str:
    """« de » or « à » before a noun and its article: « du département », « au Festival »."""
    merged = {"de le ": "du ", "de les ": "des ", "à le ": "au ", "à les ": "aux "}
    text = f"{preposition} {noun}"
    return next((new + text[len(old) :] for old, new in merged.items() if text.startswith(old)), text)


def grouped(number: int) -> str:
    """12 500 with a no-break space."""
    return f"{number:,}".replace(",", "\u00a0")


def words(random: Random, year: int) -> dict[str, str]:
    """One draw of everything that an object may name."""
    street, event, partner = (
        random.choice(texts.council.words["streets"]),
        random.choice(texts.council.words["events"]),
        random.choice(texts.council.words["partners"]),
    )
    return {
        "street": street,
        "of_street": of_street(street),
        "at": f"{random.randint(1, 140)} {street}",
        "plot": f"{random.choice(('AB', 'AD', 'BC', 'BK', 'CH', 'DE'))} {random.randint(12, 480)}",
        "m2": grouped(random.randint(18, 4200)),
        "school": random.choice(texts.council.words["schools"]),
        "building": random.choice(texts.council.words["buildings"]),
        "association": random.choice(texts.council.words["associations"]),
        "firm": random.choice(texts.council.words["firms"]),
        "goods": random.choice(texts.council.words["goods"]),
        "works": random.choice(texts.council.words["works"]),
        "event": event,
        "of_event": with_article("de", event),
        "partner": partner,
        "of_partner": with_article("de", partner),
        "to_partner": with_article("à", partner),
        "grade": random.choice(texts.council.words["grades"]),
        "landlord": random.choice(texts.council.words["landlords"]),
        "body": random.choice(texts.council.words["bodies"]),
        "trade": random.choice(texts.council.words["trades"]),
        "amount": f"{grouped(random.choice((500, 1000, 2500, 10_000)) * random.randint(2, 90))}\u00a0€",
        "small": f"{grouped(100 * random.randint(5, 120))}\u00a0€",
        "large": f"{grouped(25_000 * random.randint(8, 160))}\u00a0€",
        "count": str(random.randint(2, 38)),
        "lot": str(random.randint(1, 9)),
        "rank": str(random.randint(1, 4)),
        "rate": f"{random.randint(120, 480) / 100:.2f}\u00a0%".replace(".", ","),
        "year": str(year),
        "last": str(year - 1),
        "next": str(year + 1),
    }
