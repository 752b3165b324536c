"""Hasila: acts make records, the ledger makes the figures, the figures make the annual report."""

import zoneinfo

__version__ = "0.1.0"

# Legal days must be the same on every machine, so zones come from the package tzdata alone: a system's own may be years
# old, and would win. By tzdata 2026f Morocco has kept UTC since September 2026.
zoneinfo.reset_tzpath(to=())
