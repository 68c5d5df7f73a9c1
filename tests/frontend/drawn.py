"""What tests ask of a drawn view, and do to it."""

from __future__ import annotations

from typing import Any

import pytest


def sent(page: Any) -> list[dict[str, Any]]:
    """Return what the view has sent so far."""
    return list(page.evaluate("etika.sent"))


def change(page: Any, **values: Any) -> None:
    """Give the view new values, as its host does."""
    page.evaluate("next => etika.change(next)", values)


def press(page: Any, name: str) -> None:
    """Press the first button of that name."""
    page.get_by_role("button", name=name).first.click()


def told(page: Any) -> str:
    """Return all that the view shows in words."""
    return str(page.locator("main").inner_text())


def wide(page: Any) -> int:
    """Return by how many pixels the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def faults(page: Any) -> list[str]:
    """Return what axe finds; the view is only a part of a page, which has the landmarks and the first heading."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    part = {"region": {"enabled": False}, "page-has-heading-one": {"enabled": False}}
    found = axe.run(page, options={"rules": part})
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found.response["violations"]]
