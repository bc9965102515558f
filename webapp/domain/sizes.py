"""Sizes of firms by employees, as the network lays them out. Pure."""

from __future__ import annotations

#: the first that is not under; beyond the last, `from_250`
SIZES = ((10, "under_10"), (20, "under_20"), (50, "under_50"), (250, "under_250"))

#: every size in order, the one that nobody has said at the end
SIZE_CODES = (*(code for _limit, code in SIZES), "from_250", "unknown")


def size_of(staff: int | None) -> str:
    """The size of a firm, as a code; "unknown" where nobody has said."""
    if staff is None:
        return "unknown"
    return next((code for limit, code in SIZES if staff < limit), "from_250")
