"""Says what is missing on this machine, with the command that mends it. Runs on any Python 3."""

import sys


def problem():
    """Return what to tell the person, or an empty text."""
    if sys.version_info < (3, 11):
        return (
            "Etika memerlukan Python 3.11 atau lebih baru; ini {}.{}. "
            "Pasang yang baru, lalu: make PYTHON=python3.12 serve"
        ).format(*sys.version_info[:2])
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return "Modul venv belum ada. Debian/Ubuntu: sudo apt-get install python3-venv"
    return ""


if __name__ == "__main__":
    sys.exit(problem() or 0)
