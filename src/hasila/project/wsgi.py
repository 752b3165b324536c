"""The WSGI application that granian's workers serve."""

import os

from django.core.wsgi import get_wsgi_application

from hasila.project.lifeline import leave_with_parent
from hasila.project.outward import confine
from hasila.project.settling import loading, settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hasila.project.settings")
leave_with_parent()
with loading():
    application = get_wsgi_application()
confine()
settle()
