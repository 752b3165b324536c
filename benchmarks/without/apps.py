"""What `benchmarks.opening` takes away from a server to see what it costs. Nothing else may ever use this."""

import os
from typing import Any

from django.apps import AppConfig
from django.db import transaction

WITHOUT = os.environ.get("BENCH_WITHOUT", "").split()


def transaction_alone(actor: Any) -> Any:
    """What the pages' transaction is without a fence: no role, nobody told to the database."""
    return transaction.atomic()


class WithoutConfig(AppConfig):
    """Takes away the fence, or the keeping of readings."""

    name = "benchmarks.without"
    label = "bench_without"

    def ready(self) -> None:
        """After all others are ready."""
        from tests.sample.models import Claims

        from hasila.surfaces.web import middleware

        if "fence" in WITHOUT:
            middleware.acting = transaction_alone
        if "reading" in WITHOUT:
            Claims.sensitive = False
