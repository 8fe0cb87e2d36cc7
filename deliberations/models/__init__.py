"""The council: its sessions and what they decided, its councillors, and the words of ACTES."""

from deliberations.models.councillors import Councillor, Mandate
from deliberations.models.deliberations import Annex, Deliberation, DraftCircuit
from deliberations.models.imports import Import, ImportLine
from deliberations.models.nomenclature import Matter, Nomenclature
from deliberations.models.sessions import CouncilSession, Numbering, NumberingChoice, NumberSeries
