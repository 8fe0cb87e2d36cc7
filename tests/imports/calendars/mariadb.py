"""A real MariaDB of the tests' own, in a folder that is thrown away; it listens on 127.0.0.1 alone."""

import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pymysql

from config.embedded_postgres import own, unprivileged_account
from config.processes import spawn, stop
from tests.mail.dovecot import free_ports

PROGRAM, INSTALLER = "/usr/sbin/mariadbd", "/usr/bin/mariadb-install-db"
PASSWORD = "le mistral & les remparts"
PATIENCE = 30


class MariaDB:
    """`mrbs` may read and write the databases made by `create`."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="mariadb-", dir="/tmp"))
        self.account = unprivileged_account(self.folder / "data")
        own(self.folder, self.account)
        self.port = free_ports(1)[0]
        self.process = None

    def start(self) -> None:
        data = own(self.folder / "data", self.account)
        user = (
            {"user": self.account.uid, "group": self.account.gid, "extra_groups": []} if self.account else {}
        )
        subprocess.run(
            [
                INSTALLER,
                "--no-defaults",
                f"--datadir={data}",
                "--skip-test-db",
                "--auth-root-authentication-method=normal",
            ],
            check=True,
            capture_output=True,
            cwd=self.folder,
            **user,  # type: ignore[call-overload]  # two shapes of one call
        )
        small = [
            "--innodb-buffer-pool-size=16M",
            "--innodb-log-file-size=4M",
            "--innodb-flush-log-at-trx-commit=0",
        ]
        with (self.folder / "log").open("ab") as log:
            self.process = spawn(
                [
                    PROGRAM,
                    "--no-defaults",
                    f"--datadir={data}",
                    f"--socket={self.folder}/socket",
                    f"--pid-file={self.folder}/pid",
                    f"--port={self.port}",
                    "--bind-address=127.0.0.1",
                    "--character-set-server=utf8mb4",
                    *small,
                ],
                account=self.account,
                cwd=self.folder,
                output=log,
            )
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                said = (self.folder / "log").read_text()
                raise RuntimeError(f"MariaDB does not start:\n{said}")
            time.sleep(0.05)

    def _answers(self) -> bool:
        """Asked without its client, which leaves a socket open where nobody answers."""
        with socket.socket(socket.AF_UNIX) as line:
            return line.connect_ex(f"{self.folder}/socket") == 0

    def administer(self, *statements: str, database: str | None = None) -> None:
        connection = pymysql.connect(
            unix_socket=f"{self.folder}/socket", user="root", database=database, autocommit=True
        )
        try:
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        finally:
            connection.close()

    def create(self, name: str, *statements: str) -> str:
        """A database that holds what these statements make; its address, without the password."""
        self.administer(
            f"CREATE DATABASE {name}",
            f"CREATE USER IF NOT EXISTS mrbs@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'",
            f"GRANT ALL ON {name}.* TO mrbs@'127.0.0.1'",
        )
        self.administer(*statements, database=name)
        return f"mysql://mrbs@127.0.0.1:{self.port}/{name}"

    def remove(self) -> None:
        if self.process:
            stop(self.process, signal.SIGTERM, patience=10)
        shutil.rmtree(self.folder, ignore_errors=True)
