"""The WSGI application that granian's workers serve."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from hasila.project.lifeline import leave_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hasila.project.settings")
leave_with_parent()
application = get_wsgi_application()


def settle() -> None:
    """What was loaded lives as long as the process, so Python's cycle collector need not walk it.

    It comes less often too: a page makes many thousand objects and leaves no cycles to speak of. An act takes a tenth
    less of the processor (`python -m benchmarks.load`).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


settle()
