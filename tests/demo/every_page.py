"""Migrate, check the site and open every page as somebody with every role.

Run by `manage.py shell`, in one process: to start takes longer than most of what it does.
"""

import sys

from django.apps import apps
from django.core.management import call_command, get_commands
from django.db import connection
from django.test import Client

from core.people.roles import Role
from tests.addresses import routes
from tests.factories import AgentFactory


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("check", fail_level="WARNING", stdout=sys.stderr)
    assert "load_demonstration" not in get_commands()
    assert not apps.is_installed("demo")
    assert not [name for name in connection.introspection.table_names() if name.startswith("demo_")]
    assert not [route for route in routes() if route.name.startswith("demo:")]
    client = Client(raise_request_exception=False, headers={"host": "intranet.ville.fr"})
    client.force_login(AgentFactory.create(roles=list(Role)))
    # Where the trial writes its test messages.
    assert client.get("/essai/messages/", secure=True).status_code == 404
    broken, opened = [], 0
    for route in routes():
        response = client.get(route.path, secure=True)
        # Nonsense keys lead nowhere, and some pages want a query or a POST; nothing may break.
        if response.status_code >= 500:
            broken.append((str(route), response.status_code))
        opened += response.status_code == 200
    assert not broken, broken
    assert not [name for name in sys.modules if name.split(".")[0] == "demo"]
    sys.stdout.write(str(opened))
