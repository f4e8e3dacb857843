"""Addresses of the report workshop."""

from django.urls import path

from .views import report, template

urlpatterns = [
    path("reports/", report.report_list, name="reports"),
    path("reports/new/<int:template>/", report.report_new, name="report-new"),
    path("reports/<int:pk>/", report.report_page, name="report"),
    path("reports/<int:pk>/checked/", report.report_checked, name="report-checked"),
    path("reports/<int:pk>/word/", report.report_file, name="report-file"),
    path("reports/<int:pk>/again/", report.report_again, name="report-again"),
    path("reports/templates/load/", template.templates_load, name="report-templates-load"),
    path("reports/templates/<int:pk>/", template.template_page, name="report-template"),
    path("reports/templates/<int:pk>/word/", template.template_file, name="report-template-file"),
]
