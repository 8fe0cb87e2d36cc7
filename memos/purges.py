from core.operations.purges import Kept, keep

keep(
    Kept(
        "Notes aux ressources humaines",
        "selon la nature de la note",
        "élimination par les ressources humaines, avec le visa des archives",
        apps=("memos",),
    )
)
