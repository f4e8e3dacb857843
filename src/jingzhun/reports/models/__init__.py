from .kept_check import KeptCheck
from .report import Report, ReportFigure
from .template import ReportTemplate

__all__ = ("KeptCheck", "Report", "ReportFigure", "ReportTemplate")
