import gc
import logging
import os

from django.core.wsgi import get_wsgi_application
from django.template.loader import get_template
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from core.operations.request_log import JsonLines  # noqa: E402  (once the settings are loaded)
from core.web.connections import serve_pages  # noqa: E402  (once the settings are loaded)

serve_pages()

# gunicorn preloads this module: each worker would otherwise import the views for a second after its fork.
reverse("home")
get_template("base.html")

# gunicorn writes the address of a request whose answer broke off, through a handler of its own.
gunicorn = logging.getLogger("gunicorn.error")
for handler in logging.getLogger().handlers:
    for log_filter in handler.filters:
        gunicorn.addFilter(log_filter)
    if isinstance(handler.formatter, JsonLines):
        for own in gunicorn.handlers:
            own.setFormatter(handler.formatter)

# What the start has made stays to the end: the garbage collector need not walk over it at each page, nor the processes
# that share it copy it.
gc.collect()
gc.freeze()
# A page makes some 2,000 objects that it drops itself: looking for circles after each one took half a millisecond.
gc.set_threshold(20_000, 20, 50)
