"""Notes to human resources: the circuits, kinds and model texts, and twenty notes, in every state."""

from demo.data_files import read_toml, records
from demo.records.visas import Memo, MemoCircuit, MemoKind, ModelText

_memos = read_toml("memos.toml")

CIRCUITS = records(MemoCircuit, _memos["circuits"])
KINDS = records(MemoKind, _memos["kinds"])
MODEL_TEXTS = records(ModelText, _memos["texts"])
MEMOS = records(Memo, _memos["memos"])
# Treats notes beside the account « drh ».
COLLEAGUE = "vtisserand"
