import logging
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from core.ui.connections import limit_statements  # noqa: E402  (once the settings are loaded)

limit_statements()

# gunicorn writes the address of a request whose answer broke off, through a handler of its own.
for handler in logging.getLogger().handlers:
    for log_filter in handler.filters:
        logging.getLogger("gunicorn.error").addFilter(log_filter)
