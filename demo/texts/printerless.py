"""The days without a printer: one past, one to come."""

from demo.data_files import read_toml, records
from demo.records.printerless import PrinterlessDay

DAYS = records(PrinterlessDay, read_toml("printerless.toml")["days"])
