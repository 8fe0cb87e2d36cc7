from core.operations.purges import Kept, keep

keep(Kept("Actes, séances et mandats du conseil", "sans limite", "jamais d’effacement"))
