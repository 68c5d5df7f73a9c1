"""Workbooks that need a kernel per visitor, served Voilà's way."""

from __future__ import annotations

import os
from typing import Any

from jupyter_server.auth.identity import IdentityProvider, User
from tornado.web import HTTPError, RequestHandler
from voila.tornado.handler import TornadoVoilaHandler

from etika_widgets.errors import SettingError
from etika_widgets.hosts.server.context import Context
from etika_widgets.hosts.server.handlers import PlainErrors
from etika_widgets.hosts.server.pages import RenderError

SUFFIX = ".ipynb"


class KernelPage(PlainErrors, TornadoVoilaHandler):  # type: ignore[misc]
    """``/voila/render/<workbook>.ipynb``: only workbooks of the library, only those that need a kernel."""

    def initialize(self, context: Context, **settings: Any) -> None:
        """Take over what the server and Voilà hold."""
        super().initialize(**settings)
        self.take(context)

    async def get(self, path: str | None = None) -> None:
        """Render the workbook in a kernel of its own."""
        name = path or ""
        slug = name.removesuffix(SUFFIX)
        try:
            workbook = self.context.library.workbook(slug)
            page = await self.context.pages.page(slug, self.language)
        except (SettingError, RenderError) as error:
            raise HTTPError(404) from error
        if not page.needs_kernel or not name.endswith(SUFFIX):
            raise HTTPError(404)
        _ = self.xsrf_token  # without this cookie Voilà's page cannot shut its kernel down
        await TornadoVoilaHandler.get(self, os.path.relpath(workbook, self.context.pages.app.root_dir))


class Visitors(IdentityProvider):
    """Everybody is the same visitor to Jupyter's layer, which would otherwise set a cookie with a made-up name.

    Who somebody is to us follows from ``identity``.
    """

    def get_user(self, handler: RequestHandler) -> User:
        """Return the visitor."""
        return User(username="tamu")
