"""The WSGI application that granian's workers serve."""

import os
import signal

from django.core.wsgi import get_wsgi_application

from hasila.project.lifeline import leave_with_parent
from hasila.project.outward import confine
from hasila.project.settling import loading, settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hasila.project.settings")
leave_with_parent()
# Forked with the server's answer to SIGTERM, a worker that is told to end while it loads would not hear it, and be
# killed ten seconds later. The server gives it one of its own as soon as it is loaded.
signal.signal(signal.SIGTERM, signal.SIG_DFL)
with loading():
    application = get_wsgi_application()
confine()
settle()
