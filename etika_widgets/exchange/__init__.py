"""What leaves a class and what comes in, one module per format."""

from etika_widgets.exchange.csv_export import codebook, export_csv, export_table
from etika_widgets.exchange.log import log_export

__all__ = ["codebook", "export_csv", "export_table", "log_export"]
