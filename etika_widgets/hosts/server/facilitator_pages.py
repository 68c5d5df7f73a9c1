"""Pages for facilitators and the projector: signing in by token, the cockpit, links, reports, deletion."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any

from tornado.web import HTTPError

from etika_widgets.content.pack import Pack
from etika_widgets.errors import EtikaError
from etika_widgets.exchange import codebook, export_csv, export_table
from etika_widgets.exchange.class_tables import TABLES
from etika_widgets.hosts.server.addresses import qr_svg, typed
from etika_widgets.hosts.server.capacity import advice
from etika_widgets.hosts.server.handlers import FACILITATOR_ONLY, Denied, EtikaHandler
from etika_widgets.i18n import LANGUAGES, N_, translate
from etika_widgets.reports import class_report
from etika_widgets.room import open_class
from etika_widgets.room.codes import clean_code
from etika_widgets.storage.rows import ClassRow

PREFLIGHT = (
    N_("Telepon dan laptop berada di jaringan Wi-Fi yang sama."),
    N_("Data seluler di telepon dimatikan sementara; bila tidak, telepon bisa memilih jaringan seluler."),
    N_("Firewall laptop mengizinkan sambungan masuk ke porta {port}."),
    N_("Lebih dari 8 telepon: pakai router. Hotspot Windows hanya menerima 8, Android sekitar 10."),
)


class SignIn(EtikaHandler):
    """``/masuk``: a token from the address's fragment becomes a cookie."""

    def post(self) -> None:
        """Exchange the token; it never stands in a URL that a server or proxy could log."""
        if not self.context.tokens.exchange(self, self.get_body_argument("token", "").strip()):
            raise Denied(FACILITATOR_ONLY)
        self.finish({"ok": True})


class ControlHome(EtikaHandler):
    """``/kendali``: the classes, and a form to open one."""

    def get(self) -> None:
        """Show the list; without the cookie the page's script offers the token from the address."""
        if not self.context.tokens.holds(self):
            self.page("masuk.html", assets=f"/aset/{self.context.assets.digest}")
            return
        self.context.tokens.renew(self)
        self._list()

    def _list(self, *, problem: str = "", status: int = 200) -> None:
        classes = [(row, self._title(row), _moment(row.created_at)) for row in self.context.store.classes()]
        self.page(
            "kendali_daftar.html",
            status=status,
            classes=classes,
            workbooks=self._workbooks(),
            languages=LANGUAGES,
            problem=problem,
            preflight=PREFLIGHT,
            port=self.context.port,
            addresses=self.context.addresses(),
        )

    def _workbooks(self) -> list[tuple[str, str, int]]:
        library = self.context.library
        found: list[tuple[str, str, int]] = []
        for slug in library.workbooks():
            try:
                pack: Pack = library.pack(slug)
            except EtikaError:
                continue  # `etika check` names what is wrong with it
            found.append((slug, pack.title.get(self.language), pack.minutes))
        return found

    def _title(self, row: ClassRow) -> str:
        return row.title.get(self.language) or row.title["id"] or row.workbook

    def post(self) -> None:
        """Open a class."""
        self.require_facilitator()
        slug, language = self.get_body_argument("buku", ""), self.get_body_argument("bahasa", "id")
        alone = self.get_body_argument("cara", "") == "mandiri"
        try:
            row = open_class(
                self.context.store,
                self.context.library.pack(slug),
                language=language,
                pace="self" if alone else "led",
                close_on=self.get_body_argument("tutup", "") if alone else None,
            )
        except EtikaError as error:
            self._list(problem=error.text(self.language), status=400)
            return
        self.redirect(f"/kendali/{row.code}", status=303)


class ControlPage(EtikaHandler):
    """``/kendali/<code>``: the cockpit."""

    async def get(self, code: str) -> None:
        """Send the page; the cockpit itself arrives by module and socket."""
        if not self.context.tokens.holds(self):
            self.page("masuk.html", assets=f"/aset/{self.context.assets.digest}")
            return
        live = await self.live(code)
        # Rendered before participants come; what goes wrong shows in the log.
        self.context.hub.spawn(self.context.pages.warm(live.room.row.workbook, LANGUAGES))
        types = {activity.row.type for activity in live.room.in_order()}
        assets = self.context.assets
        self.page(
            "papan.html",
            kind="kendali",
            title=live.room.row.title.get(self.language) or live.room.row.title["id"],
            code=live.code,
            ended=live.room.ended,
            styles=assets.styles("theme.css", "site.css", "control.css", views=types),
            assets=f"/aset/{assets.digest}",
            config=self.settings_of_page(code=live.code, page=assets.digest),
        )


class ProjectorPage(EtikaHandler):
    """``/layar/<code>``: for all eyes; read-only, no names, keys or notes."""

    async def get(self, code: str) -> None:
        """Send the page."""
        live = await self.live(code)
        types = {activity.row.type for activity in live.room.in_order()}
        assets = self.context.assets
        self.page(
            "papan.html",
            kind="layar",
            title=live.room.row.title.get(self.language) or live.room.row.title["id"],
            code=live.code,
            ended=live.room.ended,
            styles=assets.styles("theme.css", "projector.css", views=types),
            assets=f"/aset/{assets.digest}",
            config=self.settings_of_page(code=live.code, page=assets.digest),
        )


class LinksPage(EtikaHandler):
    """``/tautan/<code>``: where phones join, as address and QR code; where the facilitator's other pages are."""

    async def get(self, code: str) -> None:
        """Answer with the links for the address the facilitator chose."""
        live = await self.live(code)
        base = self.context.chosen_address()
        join = f"{base}/gabung/{live.code}"
        links: dict[str, Any] = {
            "join": join,
            "typed": typed(base),  # short enough to type; its page asks for the code
            "projector": f"/layar/{live.code}",
            "qr_svg": qr_svg(join),
            "chosen": base,
        }
        if self.context.tokens.holds(self):
            links |= {
                "home": "/kendali",
                "report": f"/laporan/{live.code}",
                "csv": f"/laporan/{live.code}/data.csv",
                "codebook": f"/laporan/{live.code}/kodebuku.csv",
                "tables": {name: f"/laporan/{live.code}/{name}.csv" for name in TABLES},
                "delete": f"/kendali/{live.code}/hapus",
                "addresses": [{"url": url, "label": typed(url)} for url in self.context.addresses()],
                "preflight": [
                    *(translate(text, self.language).format(port=self.context.port) for text in PREFLIGHT),
                    *advice(self.context.store.url, self.language),
                ],
            }
        self.finish(links)


class ChooseAddress(EtikaHandler):
    """``/alamat``: the facilitator picks the address that phones can reach; QR codes follow at once."""

    def post(self) -> None:
        """Remember the choice for all classes of this server."""
        self.require_facilitator()
        wanted = self.get_body_argument("alamat", "")
        if wanted not in self.context.addresses():
            raise HTTPError(400)
        self.context.address = wanted
        self.context.hub.tell_consoles({"t": "links"})
        self.finish({"ok": True})


class ReportPage(EtikaHandler):
    """``/laporan/<code>`` and its tables: for the facilitator."""

    async def get(self, code: str, what: str | None = None) -> None:
        """Send the report, the data or the codebook."""
        self.require_facilitator()
        live = await self.live(code)
        store, types = self.context.store, self.context.hub.desk.types
        if what is None:
            make_report = partial(class_report, store, live.code, types, language=self.language)
            self.send_body((await self.context.hub.read(make_report)).encode())
            return
        if what in TABLES:
            made = export_table(store, live.code, types, what)
        else:
            made = (export_csv if what == "data" else codebook)(store, live.code, types)
        self.set_header("Content-Disposition", f'attachment; filename="etika-{live.code}-{what}.csv"')
        self.send_body(made, content_type="text/csv; charset=utf-8", etag=False)


class DeletePage(EtikaHandler):
    """``/kendali/<code>/hapus``: deletes a class with all its data once its code was typed."""

    async def get(self, code: str) -> None:
        """Ask for the code."""
        self.require_facilitator()
        live = await self.live(code)
        self.page("hapus.html", code=live.code, problem="")

    async def post(self, code: str) -> None:
        """Delete, if the typed code fits."""
        self.require_facilitator()
        live = await self.live(code)
        if clean_code(self.get_body_argument("kode", "")) != live.code:
            problem = translate("Kode yang diketik tidak sama. Tidak ada yang dihapus.", self.language)
            self.page("hapus.html", status=400, code=live.code, problem=problem)
            return
        await self.context.hub.delete(live.code)
        self.redirect("/kendali", status=303)


def _moment(at: str) -> datetime:
    return datetime.fromisoformat(at).astimezone()
