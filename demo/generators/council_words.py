"""The invented places, associations, firms and sums that the council speaks of."""

from random import Random

from core.french import NBSP, number, of_place
from demo import texts

# « de la rue Haute », « de l’avenue de la Gare », « du quai des Brigantins ».
OF_STREET = {"rue": "de la ", "place": "de la ", "avenue": "de l’", "impasse": "de l’"}


def words(random: Random, year: int) -> dict[str, str]:
    """One draw of everything that an object may name."""
    drawn = {name: random.choice(among) for name, among in texts.council.words.items()}
    street, partner = drawn["street"], drawn["partner"]
    return drawn | {
        "of_street": OF_STREET.get(street.split()[0], "du ") + street,
        "at": f"{random.randint(1, 140)} {street}",
        "plot": f"{random.choice(('AB', 'AD', 'BC', 'BK', 'CH', 'DE'))} {random.randint(12, 480)}",
        "m2": number(random.randint(18, 4200)),
        "of_event": of_place(drawn["event"]),
        "of_partner": of_place(partner),
        "to_partner": f"à {partner}".replace("à le ", "au "),
        "amount": f"{number(random.choice((500, 1000, 2500, 10_000)) * random.randint(2, 90))}{NBSP}€",
        "small": f"{number(100 * random.randint(5, 120))}{NBSP}€",
        "large": f"{number(25_000 * random.randint(8, 160))}{NBSP}€",
        "count": str(random.randint(2, 38)),
        "lot": str(random.randint(1, 9)),
        "rank": str(random.randint(1, 4)),
        "rate": f"{random.randint(120, 480) / 100:.2f}{NBSP}%".replace(".", ","),
        "year": str(year),
        "last": str(year - 1),
        "next": str(year + 1),
    }
