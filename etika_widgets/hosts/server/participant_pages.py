"""Pages for participants: joining by POST, the workbook, moving to another phone, leaving."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from typing import Final

from tornado.web import HTTPError

from etika_widgets.errors import NoSuchClass, Refused, SettingError, StoreBusy, StoreError
from etika_widgets.hosts.server import identity
from etika_widgets.hosts.server.documents import Document
from etika_widgets.hosts.server.handlers import EtikaHandler, environment
from etika_widgets.hosts.server.identity import Membership
from etika_widgets.hosts.server.live import LiveRoom
from etika_widgets.hosts.server.pages import Page, RenderError
from etika_widgets.i18n import LANGUAGES, N_
from etika_widgets.room import Intent, Outcome, Role, Viewer
from etika_widgets.room.codes import clean_code
from etika_widgets.room.joining import offer_name
from etika_widgets.room.pace import self_paced

log = logging.getLogger("etika.web")

KEPT_DOCUMENTS = 100
FORM_ID = re.compile(r"[0-9a-f]{32}")
PATIENCE_SECONDS: Final = 5.0
"""How long a browser is left without an answer; then a waiting page asks again."""
LONGEST_QUEUE: Final = 5_000
"""Forms and answers that wait for a commit; newcomers beyond that wait at the door, on a waiting page."""
CROWD: Final = N_("Banyak yang masuk bersamaan. Coba lagi sebentar lagi.")
OWN_PATH = re.compile(r"/|(/[A-Za-z0-9]+)+")


class DoorPage(EtikaHandler):
    """A page through which people come into a class: whoever cannot be let in now is let in by a waiting page."""

    sends_again = True

    async def store(self, live: LiveRoom, intent: Intent) -> Outcome:
        """Return what became of a form.

        Raises:
            StoreError: it cannot be stored, or not soon. It may be stored later all the same, so it is to be sent
                again under the same id.
        """
        if self.context.hub.queue_length() >= LONGEST_QUEUE:
            raise StoreBusy(CROWD)
        task = asyncio.ensure_future(
            self.context.hub.submit(live.code, Viewer(Role.DOOR, None, self.language), intent)
        )
        task.add_done_callback(lambda done: done.cancelled() or done.exception())  # nobody may be left to ask for it
        done, _ = await asyncio.wait({task}, timeout=PATIENCE_SECONDS)
        if not done:
            raise StoreBusy(CROWD)
        return task.result()


def lay_ready(handler: EtikaHandler, live: LiveRoom) -> None:
    """Have the browser fetch what the class page starts with before anything asks for it.

    On a weak network each file that is found only when another has come costs a round trip. In a header, not in the
    page: which activity is present changes, and the page kept by a phone stays good.
    """
    steps = live.room.row.run_sheet.get("steps", ())
    present = next((step.get("activity") for step in steps if step["id"] == live.room.row.present), None)
    activity = live.room.activities.get(present or "")
    names = ["host.js", *([f"view-{activity.row.type}.js"] if activity else [])]
    names += ["pace.js"] if self_paced(live.room) else []
    folder = f"/aset/{handler.context.assets.digest}"
    handler.set_header("Link", ", ".join(f"<{folder}/{name}>; rel=modulepreload" for name in names))


class HomePage(EtikaHandler):
    """``/``: type a class code."""

    async def get(self) -> None:
        """Show the form, or go to the class typed in."""
        typed, problem = self.get_query_argument("kode", "").strip(), ""
        if typed:
            try:
                live = await self.live(typed)
            except NoSuchClass as error:
                problem = error.text(self.language)
            else:
                self.redirect(f"/gabung/{live.code}")
                return
        finished = self.get_query_argument("selesai", "") == "1"
        self.page("beranda.html", status=404 if problem else 200, typed=typed[:12], problem=problem, finished=finished)


class JoinPage(DoorPage):
    """``/gabung/<code>``: what is stored and why, a pseudonym, in. Opening the page makes nobody."""

    async def get(self, code: str) -> None:
        """Show the form; those who already are in the class go straight to it."""
        live = await self.live(code)
        member = identity.membership(self, live.code)
        if member and await self.context.hub.knows(live, member.participant):
            self.redirect(f"/kelas/{live.code}")
            return
        lay_ready(self, live)  # while people read the form
        self._form(live)

    async def post(self, code: str) -> None:
        """Make a participant (once per form, however often it is sent) and remember them by cookie."""
        live = await self.live(code)
        name, form = self.get_body_argument("nama", ""), self.get_body_argument("formulir", "")
        offered = name == self.get_body_argument("tawaran", "")
        if not FORM_ID.fullmatch(form):
            form = secrets.token_hex(16)
        try:
            outcome = await self.store(live, Intent(id=form, kind="join", payload={"name": name, "offered": offered}))
            if outcome.error:
                raise outcome.error
        except Refused as error:
            self._form(live, name=name, problem=error.text(self.language), status=400)
            return
        identity.remember(self, live.code, Membership(str(outcome.data["participant"]), str(outcome.data["resume"])))
        self.redirect(f"/kelas/{live.code}", status=303)

    def _form(self, live: LiveRoom, *, name: str = "", problem: str = "", status: int = 200) -> None:
        room = live.room
        offered = offer_name(room)
        self.page(
            "gabung.html",
            status=status,
            code=live.code,
            title=self.class_title(live),
            ended=room.ended,
            name=name or offered,
            offered=offered,
            problem=problem,
            form=secrets.token_hex(16),
            keep_days=max((activity.type.privacy.keep_days for activity in room.in_order()), default=0),
        )

    def class_title(self, live: LiveRoom) -> str:
        """Return the class's title in the browser's language."""
        title = live.room.row.title
        return (title.get(self.language) or title["id"]) or ""


class ResumePage(DoorPage):
    """``/lanjut/<code>``: go on as the same participant on another phone, by resume code."""

    async def get(self, code: str) -> None:
        """Show the form."""
        live = await self.live(code)
        self.page("lanjut.html", code=live.code, problem="")

    async def post(self, code: str) -> None:
        """Look the resume code up; guessing is slowed down."""
        live = await self.live(code)
        key = f"{live.code}|{self.request.remote_ip}"
        if self.context.resume_tries.blocked(key):
            raise HTTPError(429)
        self.context.resume_tries.failed(key)  # until it is known better: tries made at once count too
        resume = clean_code(self.get_body_argument("kode_lanjut", ""))
        try:
            outcome = await self.store(live, Intent(id=secrets.token_hex(16), kind="resume", payload={"code": resume}))
        except StoreError:
            self.context.resume_tries.forgive(key)  # the waiting page asks again, and nobody has guessed
            raise
        if outcome.error:
            self.page("lanjut.html", status=400, code=live.code, problem=outcome.error.text(self.language))
            return
        self.context.resume_tries.forgive(key)
        identity.remember(self, live.code, Membership(str(outcome.data["participant"]), resume))
        self.redirect(f"/kelas/{live.code}", status=303)


class LeavePage(EtikaHandler):
    """``/keluar/<code>``: "Selesai di perangkat ini". The answers stay, this browser forgets."""

    def post(self, code: str) -> None:
        """Take the cookie away; the page's script clears the rest."""
        known = clean_code(code)
        if known.isascii():
            identity.forget(self, known)
        self.finish({"ok": True})


class LanguagePage(EtikaHandler):
    """``/bahasa``: the interface in Indonesian or English, for this browser."""

    def post(self) -> None:
        """Remember the choice and go back."""
        wanted, back = self.get_body_argument("bahasa", "id"), self.get_body_argument("kembali", "/")
        if wanted in LANGUAGES:
            self.set_cookie(identity.LANGUAGE_COOKIE, wanted, expires_days=365, samesite="Lax", path="/")
        self.redirect(back if OWN_PATH.fullmatch(back) else "/", status=303)


class ClassPage(EtikaHandler):
    """``/kelas/<code>``: the workbook, rendered once for all, its activities attached to the room socket."""

    async def get(self, code: str) -> None:
        """Send the page; those who have not joined go to the form."""
        live = await self.live(code)
        member = identity.membership(self, live.code)
        if member is None or not await self.context.hub.knows(live, member.participant):
            self.redirect(f"/gabung/{live.code}")
            return
        _ = self.xsrf_token  # sets the cookie that "Selesai di perangkat ini" sends back
        identity.remember(self, live.code, member)  # anew: some classes are open for months
        page = await self._page(live)
        if page is not None and page.needs_kernel:
            self.redirect(f"/voila/render/{live.room.row.workbook}.ipynb?kelas={live.code}")
            return
        lay_ready(self, live)
        self.send_document(self._document(live, page))

    async def _page(self, live: LiveRoom) -> Page | None:
        """Return the rendered workbook, None if it cannot be had: the activities alone still make a class."""
        try:
            return await self.context.pages.page(live.room.row.workbook, self.language)
        except (RenderError, SettingError) as error:
            log.warning("class page without its workbook: %s", error)
            return None

    def _document(self, live: LiveRoom, page: Page | None) -> Document:
        """Return the page, the same for everybody in a class and a language: made once."""
        title = live.room.row.title.get(self.language) or live.room.row.title["id"] or ""
        key = (live.code, self.language, title, page.version if page else "", len(live.room.activities))
        known = self.context.documents.get(key)
        if known is None:
            if len(self.context.documents) >= KEPT_DOCUMENTS:
                self.context.documents.clear()
            known = self.context.documents[key] = Document(self._render(live, page, title))
        return known

    def _render(self, live: LiveRoom, page: Page | None, title: str) -> bytes:
        assets = self.context.assets
        types = {activity.row.type for activity in live.room.in_order()} | set(page.types if page else ())
        version = f"{assets.digest}-{page.version if page else 'plain'}"
        paced = ("pace.css",) if self_paced(live.room) else ()
        text = (
            environment(self.language)
            .get_template("kelas.html")
            .render(
                code=live.code,
                title=title,
                body=page.body if page else "",
                complete=page is not None,
                styles=assets.styles("theme.css", "page.css", *paced, views=types),
                assets=f"/aset/{assets.digest}",
                config=self.settings_of_page(code=live.code, page=version),
            )
        )
        return text.encode()
