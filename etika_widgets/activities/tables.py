"""Tidy data frames with the same columns and types whether or not anybody has answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd

    from etika_widgets.activity import Response

TEXT: Final = "string"
WHOLE: Final = "Int64"
YES_NO: Final = "boolean"
_FIRST: Final = {"peserta": TEXT, "kelompok": WHOLE, "putaran": WHOLE}


def table(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> pd.DataFrame:
    """Return ``rows`` as a frame: who answered (pseudonym, group, round), then ``columns`` with their types."""
    import pandas as pd

    types = {**_FIRST, **columns}
    return pd.DataFrame(list(rows), columns=list(types)).astype(types)


def who(response: Response) -> dict[str, Any]:
    """Return the first columns of a row: pseudonym, group, round."""
    return {"peserta": response.name, "kelompok": response.group, "putaran": response.round}
