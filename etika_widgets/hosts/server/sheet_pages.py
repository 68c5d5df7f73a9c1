"""Filled sheets as documents: a participant's own by their cookie, those of the class for the facilitator."""

from __future__ import annotations

from functools import partial
from typing import Any

from etika_widgets.documents.word import MIME
from etika_widgets.exchange.log import log_export
from etika_widgets.hosts.server import identity
from etika_widgets.hosts.server.handlers import Denied, EtikaHandler
from etika_widgets.i18n import N_
from etika_widgets.reports.sheets import class_sheets, own_sheet


class SheetPage(EtikaHandler):
    """``/lembar/<code>/<activity>.docx``: one's own sheet, or that of one's group.

    With ``-semua`` or ``-ditampilkan`` after the activity: all sheets, or those shown, for the facilitator.
    """

    async def get(self, code: str, activity: str, which: str | None = None) -> None:
        """Send the document; who asks is told from the cookie, never from the address."""
        live = await self.live(code)
        store, types = self.context.store, self.context.hub.desk.types
        made: Any
        if which:
            self.require_facilitator()
            shown = which == "-ditampilkan"
            make = partial(class_sheets, store, live.code, types, activity, shown=shown, language=self.language)
            made = await self.context.hub.read(make)
            log_export(store, live.code, what="sheets", activity=activity, shown=shown)
        else:
            member = identity.membership(self, live.code)
            if member is None or not await self.context.hub.knows(live, member.participant):
                raise Denied(N_("Lembar ini hanya untuk penulisnya. Gabung dulu ke kelas di perangkat ini."))
            make = partial(own_sheet, store, live.code, types, activity, member.participant, language=self.language)
            made = await self.context.hub.read(make)
        name = f"{activity}{which or ''}-{live.code}.docx"
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.set_header("Cache-Control", "no-store")
        self.send_body(made, content_type=MIME, etag=False)
