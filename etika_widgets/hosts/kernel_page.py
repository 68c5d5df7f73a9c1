"""Who looks at the page this kernel draws, as far as the environment tells."""

from __future__ import annotations

import os

from etika_widgets.errors import EtikaError


def light_render() -> bool:
    """Return whether `etika serve` renders a page once for all: nothing may be opened or watched."""
    return os.environ.get("ETIKA_LIGHT_RENDER") == "1"


def participant_page() -> bool:
    """Return whether the page goes to participants: stock Voilà, or a page of `etika serve`."""
    served = os.environ.get("SERVER_SOFTWARE", "").startswith("voila/")
    return served or light_render() or os.environ.get("ETIKA_PARTICIPANT_PAGE") == "1"


def refuse_participants(what: str) -> None:
    """Refuse what only a facilitator's notebook may do.

    Raises:
        EtikaError: this page goes to participants.
    """
    if participant_page():
        raise EtikaError(
            "{what} hanya untuk fasilitator dan tidak tersedia di halaman peserta. Jalankan di JupyterLab.", what=what
        )
