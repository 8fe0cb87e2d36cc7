"""Containerfile and compose.yaml: their shape, against the units and the settings that they stand for."""

import re
import shlex
from pathlib import Path

import pytest
import yaml

CHECKOUT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((CHECKOUT / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
CONTAINERFILE = (CHECKOUT / "Containerfile").read_text()
EXAMPLE = re.findall(r"^(\w+)=", (CHECKOUT / ".env.example").read_text(), re.MULTILINE)
SITE = sorted(set(SERVICES) - {"database"})


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_has_no_privilege_and_writes_nowhere_but_in_its_volumes(name):
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges"]
    assert service["read_only"] is True
    assert service["user"] not in ("", "root", "0")
    assert any(place.startswith("/tmp:") for place in service["tmpfs"])
    for option in ("privileged", "cap_add", "devices", "network_mode", "pid"):
        assert option not in service
    for volume in service["volumes"]:
        source = volume.partition(":")[0]
        assert source in COMPOSE["volumes"] or volume.endswith(":ro"), volume


@pytest.mark.parametrize("name", SITE)
def test_the_site_reads_variables_that_the_example_knows(name):
    unknown = SERVICES[name]["environment"].keys() - {*EXAMPLE}
    assert unknown == ({"POSTGRES_PASSWORD"} if name == "migrate" else set())
    # Only what makes the tables knows its owner.
    assert ("owner.env" in SERVICES[name]["env_file"]) == (name == "migrate")
    waited = {"migrate": {"condition": "service_completed_successfully"}}
    if name == "migrate":
        waited = {"database": {"condition": "service_healthy"}}
    assert SERVICES[name]["depends_on"] == waited
    # Nor what may do everything there.
    assert SERVICES[name]["environment"].get("POSTGRES_PASSWORD", "") == ""
    # What limits alone hold is accepted in writing.
    assert SERVICES[name]["environment"]["SANDBOX_LIMITS_ONLY"] == "true"


@pytest.mark.parametrize("name", ["web", "worker", "documents", "mail"])
def test_a_container_runs_what_its_unit_runs(name):
    unit = (CHECKOUT / "deploy" / f"intranet-{name}.service").read_text().replace("\\\n", " ")
    [started] = re.findall(r"^ExecStart=/opt/intranet/(.*)$", unit, re.MULTILINE)
    [by_default] = re.findall(r"^CMD \[(.*)\]$", CONTAINERFILE, re.MULTILINE)
    command = SERVICES[name].get("command", [word.strip('" ') for word in by_default.split(",")])
    assert [word.replace("0.0.0.0", "127.0.0.1") for word in command] == shlex.split(started)
    assert SERVICES[name].get("profiles") == (["mail"] if name == "mail" else None)
