import os
import sys
import time

from django.core.management import execute_from_command_line

if "mail_fetch" in sys.argv:
    # Listens to a mailbox, for as long as it is let.
    time.sleep(600)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
execute_from_command_line(sys.argv)
