"""Loading a workbook, as the tests of imports do."""

from integration.ingest.conftest import county, write_file

__all__ = ("county", "write_file")
