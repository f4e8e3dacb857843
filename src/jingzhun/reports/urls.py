"""Addresses of the report workshop."""

from django.urls import path

from .views import proofread, report, template

urlpatterns = [
    path("reports/", report.report_list, name="reports"),
    path("reports/new/<int:template>/", report.report_new, name="report-new"),
    path("reports/<int:pk>/", report.report_page, name="report"),
    path("reports/<int:pk>/checked/", report.report_checked, name="report-checked"),
    path("reports/<int:pk>/word/", report.report_file, name="report-file"),
    path("reports/<int:pk>/again/", report.report_again, name="report-again"),
    path("proofread/", proofread.proofread_page, name="proofread"),
    path("proofread/check/", proofread.proofread_check, name="proofread-check"),
    path("proofread/word/", proofread.proofread_word, name="proofread-word"),
    path("proofread/keep/", proofread.proofread_keep, name="proofread-keep"),
    path("proofread/kept/", proofread.proofread_kept_list, name="proofread-kept-list"),
    path("proofread/kept/<int:pk>/", proofread.proofread_kept, name="proofread-kept"),
    path("reports/templates/load/", template.templates_load, name="report-templates-load"),
    path("reports/templates/<int:pk>/", template.template_page, name="report-template"),
    path("reports/templates/<int:pk>/word/", template.template_file, name="report-template-file"),
]
