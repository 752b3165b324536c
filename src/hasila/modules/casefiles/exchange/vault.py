"""What lies in the exchange's tables is sealed: the database alone doesn't give it away, nor a copy of it."""

from __future__ import annotations

from hasila.institution.sealing import Sealer, Shut

__all__ = ["Shut", "seal", "unseal"]

_VAULT = Sealer("hasila.exchange/vault")
seal, unseal = _VAULT.seal, _VAULT.unseal
