"""`python -m benchmarks.mail_fetch`: one pass over the settings' mailbox; prints its seconds and its peak in MB."""

import time

import django


def main() -> None:
    django.setup()
    from benchmarks.mail_memory import peak_megabytes
    from core.mail.imap import fetcher

    began = time.perf_counter()
    report = fetcher.sync_once("saperlipopette")
    spent = time.perf_counter() - began
    if report.trouble:
        raise report.trouble
    print(spent, peak_megabytes())


if __name__ == "__main__":
    main()
