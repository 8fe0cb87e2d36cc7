"""The process that parses holds the parsers and nothing of the intranet: no Django, no settings, no database."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import sys
import core.sandbox.child, core.mail.parsing.sandboxed
allowed = ("core.mail.parsing", "core.sandbox", "core.web.encodings")
ours = {name for name in sys.modules if name.startswith("core.") and not name.startswith(allowed)}
print(sorted((ours - {"core.mail", "core.web"}) | {"django", "psycopg", "environ", "config"} & {*sys.modules}))
"""


def test_what_the_server_loads():
    command, env = [sys.executable, "-c", PROGRAM], {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
