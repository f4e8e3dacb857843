from .report import Report, ReportFigure
from .template import ReportTemplate

__all__ = ("Report", "ReportFigure", "ReportTemplate")
