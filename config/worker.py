"""The trial's task worker: `manage.py procrastinate worker` without its sentence in English."""

import django

SECONDS_TO_FINISH = 5


def main() -> None:
    django.setup()
    from procrastinate.contrib.django import app

    # Typed as the synchronous connector; Django's has this method.
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:  # type: ignore[attr-defined]
        worker_app.run_worker(shutdown_graceful_timeout=SECONDS_TO_FINISH)


if __name__ == "__main__":
    main()
