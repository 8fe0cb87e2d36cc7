"""`python -m benchmarks.restarting SECONDS COMMAND…`: what systemd does with a unit that says Restart=always."""

import signal
import sys
import time

from config.processes import spawn, stop


def main() -> None:
    pause, *command = sys.argv[1:]
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit())
    while True:
        child = spawn(command)
        try:
            child.wait()
        except SystemExit:
            stop(child, signal.SIGTERM)
            raise
        # What is left of the unit ends with its main process.
        stop(child)
        time.sleep(float(pause))


if __name__ == "__main__":
    main()
