"""Plausible French of a town council, skewed as words are: a few in every page, most of them nearly nowhere.

The same seed gives the same pages, on any machine.
"""

import math
import random
from collections.abc import Iterator, Sequence
from itertools import accumulate

# In every page of an act, as in real ones.
HEADING = (
    "Extrait du registre des délibérations du conseil municipal. Séance du {day}. Délibération n° {number}. "
    "Le conseil municipal, légalement convoqué, s’est réuni en mairie sous la présidence du maire."
)
OBJECTS = (
    "Attribution d’une subvention {to}",
    "Convention de partenariat {to}",
    "Marché de travaux {of} : autorisation de signature",
    "Avenant n° {small} au marché {of}",
    "Tarifs {of} pour l’année {year}",
    "Règlement intérieur {of}",
    "Acquisition d’une parcelle {at}",
    "Cession d’un terrain {at}",
    "Dénomination {of} {at}",
    "Mise à disposition {of} {to}",
    "Création d’un emploi {job}",
    "Demande de subvention pour la rénovation {of}",
    "Décision modificative n° {small} du budget {year}",
    "Garantie d’emprunt {to}",
    "Bilan annuel {of}",
)
FORMULAS = (
    "Vu le code général des collectivités territoriales, notamment son article L. 2121-{small} ;",
    "Vu le code de la commande publique ;",
    "Vu le code de l’urbanisme, et le plan local d’urbanisme approuvé le {day} ;",
    "Vu l’avis favorable de la commission {job} réunie le {day} ;",
    "Vu la délibération n° {number} du {day} ;",
    "Considérant l’intérêt général qui s’attache à la rénovation {of} ;",
    "Considérant que la commune souhaite soutenir les associations de son territoire ;",
    "Considérant le rapport présenté en séance par l’adjoint chargé {of} ;",
)
SENTENCES = (
    "La dépense correspondante, soit {amount} euros, est inscrite au budget de l’exercice {year}.",
    "Les crédits nécessaires sont ouverts au chapitre {small} de la section d’investissement.",
    "Le montant des travaux {of} est estimé à {amount} euros hors taxes.",
    "La convention est conclue pour une durée de {small} ans, renouvelable une fois par tacite reconduction.",
    "Le service {job} suivra l’exécution de la présente décision.",
    "Les usagers {of} en seront informés par affichage et sur le site de la ville.",
    "Les horaires d’ouverture {of} sont modifiés à compter du {day}.",
    "Une subvention de {amount} euros sera versée {to} en deux fois.",
    "Le loyer annuel est fixé à {amount} euros, charges comprises.",
    "Cette opération bénéficie du soutien du département et de la région.",
    "La parcelle cadastrée section AB n° {small}, d’une contenance de {amount} mètres carrés, est située {at}.",
    "Les tarifs {of} sont fixés comme suit : plein tarif {small} euros, tarif réduit {small} euros.",
    "L’agent recruté exercera les fonctions {job} à temps complet.",
    "Les travaux {of} débuteront au printemps et dureront {small} mois.",
    "Le règlement {of} annexé à la présente délibération est approuvé.",
    "Le maire est autorisé à signer tous les actes et pièces relatifs à cette affaire.",
    "La présente délibération peut faire l’objet d’un recours devant le tribunal administratif dans les deux mois.",
    "Après en avoir délibéré, le conseil municipal adopte à l’unanimité des suffrages exprimés.",
    "Après en avoir délibéré, le conseil municipal adopte par {small} voix pour et {small} abstentions.",
    "La collecte des déchets ménagers et des encombrants est assurée chaque semaine {at}.",
    "L’éclairage public {at} sera remplacé par des lampes à faible consommation.",
    "La cantine scolaire accueillera les enfants dès la rentrée, sur inscription auprès du service {job}.",
    "Un diagnostic de l’assainissement et de l’eau potable a été mené {at}.",
    "La bibliothèque prête désormais des tablettes et des jeux aux lecteurs inscrits.",
    "La piste cyclable reliera le collège à la gare en passant {at}.",
    "La taxe d’aménagement est maintenue au taux de {small} pour cent.",
    "Le jury a retenu le projet de l’architecte pour son insertion dans le paysage du littoral.",
    "La protection contre les crues et la submersion marine exige le rehaussement de la digue.",
    "Le marché forain se tiendra le samedi matin, les commerçants ambulants payant un droit de place.",
    "Les archives communales antérieures à la Révolution seront numérisées par un prestataire spécialisé.",
)
# Words that only the page's own names bring, each with a name out of the long tail.
OWN = (
    "L’entreprise {name}, sise rue {name}, est attributaire du lot n° {small} pour {amount} euros.",
    "Le rapporteur, {first} {name}, présente le dossier instruit avec l’étude {name}.",
    "L’association {name}, présidée par {first} {name}, occupe le local de la rue {name}.",
    "Sont proposés {first} {name}, {first} {name} et {first} {name}, par arrêté du {day}.",
)
OF = (
    "de la voirie",
    "des écoles",
    "de la cantine",
    "du gymnase",
    "des espaces verts",
    "de la médiathèque",
    "de l’éclairage public",
    "du port de plaisance",
    "de la piscine",
    "du cimetière",
    "des crèches",
    "du conservatoire",
    "de la salle des fêtes",
    "du stade",
    "de la déchèterie",
    "des halles",
    "du théâtre",
    "de l’aérodrome",
    "de l’observatoire",
    "des thermes",
)
TO = (
    "au centre communal d’action sociale",
    "aux associations sportives",
    "à l’office de tourisme",
    "à l’amicale du personnel",
    "au comité des fêtes",
    "à la société d’habitat social",
    "au club de voile",
    "à l’harmonie municipale",
    "aux parents d’élèves",
    "au collège",
    "à la prud’homie des pêcheurs",
    "au conservatoire du littoral",
)
AT = (
    "dans le centre ancien",
    "sur le port",
    "place des Mimosas",
    "avenue de la Gare",
    "au quartier des Remparts",
    "route de la Corniche",
    "au lieu-dit les Cigales",
    "quai des Pêcheurs",
    "impasse du Lavoir",
    "dans la zone artisanale",
    "au hameau de la Bergerie",
    "chemin du Sémaphore",
)
JOBS = (
    "des finances",
    "de la voirie",
    "de l’urbanisme",
    "des sports",
    "de la culture",
    "de l’état civil",
    "de la petite enfance",
    "du développement durable",
    "de la police municipale",
    "des archives",
    "de la prévention",
    "du protocole",
)
FIRST = (
    "Camille",
    "Nadia",
    "Pierre",
    "Solange",
    "Aminata",
    "Lucien",
    "Odile",
    "Malik",
    "Hortense",
    "Gwenaël",
)
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
ONSETS = (
    "b",
    "br",
    "c",
    "ch",
    "d",
    "f",
    "g",
    "gr",
    "j",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pl",
    "r",
    "s",
    "t",
    "tr",
    "v",
)
VOWELS = ("a", "e", "i", "o", "ou", "u", "ai", "an", "on", "in")
ENDINGS = ("bert", "court", "dec", "gnac", "lin", "mond", "nel", "rac", "teau", "ville")
NAMES = len(ONSETS) * len(VOWELS) * len(ONSETS) * len(ENDINGS)
RENDERED = 6_000
FORMULAS_A_PAGE, SENTENCES_A_PAGE = 3, 8


def name(rank: int) -> str:
    """The name of that rank, below NAMES: « Brachoulin »; the higher its rank, the rarer it is in the pages."""
    rank, ending = divmod(rank * 7_919 % NAMES, len(ENDINGS))
    rank, second = divmod(rank, len(ONSETS))
    first, vowel = divmod(rank, len(VOWELS))
    return f"{ONSETS[first]}{VOWELS[vowel]}{ONSETS[second]}o{ENDINGS[ending]}".capitalize()


def zipf(count: int) -> list[float]:
    """Cumulative weights for `random.choices`: the n-th is drawn n times less often than the first."""
    return list(accumulate(1 / rank for rank in range(1, count + 1)))


class Corpus:
    """Titles and pages, one after the other."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.weights = {len(words): zipf(len(words)) for words in (OBJECTS, OF, TO, AT, JOBS, FIRST)}
        # Filling in a sentence costs more than choosing one.
        self.formulas = self._rendered(FORMULAS, RENDERED // 10)
        self.sentences = self._rendered(SENTENCES, RENDERED)
        self.formula_weights, self.sentence_weights = zipf(len(self.formulas)), zipf(len(self.sentences))

    def object(self) -> str:
        """What a deliberation decides, in one line: « Attribution d’une subvention au club de voile »."""
        return self._fill(self._one(OBJECTS))

    def pages(self, number: str, day: str, count: int) -> Iterator[str]:
        """The pages of an act, some 250 words each."""
        for page in range(count):
            parts = (
                [HEADING.format(day=day, number=number)]
                if page == 0
                else [f"Délibération n° {number}, suite."]
            )
            parts += self.random.choices(self.formulas, cum_weights=self.formula_weights, k=FORMULAS_A_PAGE)
            parts.append(self._fill(self.random.choice(OWN)))
            parts += self.random.choices(
                self.sentences, cum_weights=self.sentence_weights, k=SENTENCES_A_PAGE
            )
            parts.append(self._fill(self.random.choice(OWN)))
            yield "\n".join(parts)

    def _rendered(self, templates: Sequence[str], count: int) -> list[str]:
        return [self._fill(templates[number % len(templates)]) for number in range(count)]

    def _one(self, words: Sequence[str]) -> str:
        return self.random.choices(words, cum_weights=self.weights[len(words)])[0]

    def _name(self) -> str:
        # The inverse of a logarithm: as Zipf's law, without a table of every name.
        return name(int(math.exp(self.random.random() * math.log(NAMES))) - 1)

    def _fill(self, template: str) -> str:
        """Each blank with a choice of its own, repeated blanks included."""
        return template.format_map(_Blanks(self))


class _Blanks(dict[str, str]):
    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus

    def __missing__(self, blank: str) -> str:
        corpus, draw = self.corpus, self.corpus.random
        match blank:
            case "of":
                return corpus._one(OF)
            case "to":
                return corpus._one(TO)
            case "at":
                return corpus._one(AT)
            case "job":
                return corpus._one(JOBS)
            case "first":
                return corpus._one(FIRST)
            case "name":
                return corpus._name()
            case "small":
                return str(draw.randint(2, 40))
            case "year":
                return str(draw.randint(1990, 2026))
            case "amount":
                return f"{draw.randint(1, 900)} {draw.randrange(0, 1000, 50):03}"
            case "number":
                return f"{draw.randint(1990, 2026)}_{draw.randint(1, 12):02}_{draw.randint(1, 80):03}"
            case "day":
                return f"{draw.randint(1, 28)} {draw.choice(MONTHS)} {draw.randint(1990, 2026)}"
        raise KeyError(blank)
