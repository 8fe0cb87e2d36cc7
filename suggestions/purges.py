from core.operations.purges import Kept, keep

keep(Kept("Idées, réponses et décisions", "sans limite", "jamais d’effacement"))
