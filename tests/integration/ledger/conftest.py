"""Loading a workbook, as the tests of imports do."""

from integration.ingest.conftest import county, try_file, write_file

__all__ = ("county", "try_file", "write_file")
