"""What leaves a class and what comes in, one module per format."""

from etika_widgets.exchange.csv_export import codebook, export_csv
from etika_widgets.exchange.log import log_export

__all__ = ["codebook", "export_csv", "log_export"]
