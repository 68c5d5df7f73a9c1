"""Keeps JupyterLab's own keys out of the form: in command mode it would take arrows and Enter away from it."""

from __future__ import annotations

from typing import Final

import anywidget

FORM: Final = "etika-editor"
"""CSS class of the form."""


class FormKeys(anywidget.AnyWidget):
    """Draws nothing; whatever has the focus in the form around it keeps the keys that are pressed there."""

    # JupyterLab asks the focused element itself first, so the mark must stand on it and not only around it.
    _esm = f"""
    const keep = ({{ target }}) => {{ target.dataset.lmSuppressShortcuts = "true"; }};
    export default {{
      render({{ el }}) {{
        let form, waiting = 0;
        const find = () => {{
          form = el.closest(".{FORM}");
          if (form) form.addEventListener("focusin", keep);
          else waiting = requestAnimationFrame(find);
        }};
        find();
        return () => {{
          cancelAnimationFrame(waiting);
          if (form) form.removeEventListener("focusin", keep);
        }};
      }},
    }};
    """
