"""Documents made from the store alone: whoever has the rows can make them again."""

from etika_widgets.reports.class_report import class_report
from etika_widgets.reports.fingerprint import Fingerprint, fingerprint

__all__ = ["Fingerprint", "class_report", "fingerprint"]
