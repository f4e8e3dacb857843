"""Addresses of award rosters."""

from django.urls import path

from .views import bank, line, roster

urlpatterns = [
    path("awards/", roster.roster_list, name="awards"),
    path("awards/export/", roster.roster_list_export, name="awards-export"),
    path("awards/new/", roster.roster_new, name="award-new"),
    path("awards/bank/<str:number>.<str:kind>", bank.bank_file, name="award-bank-file"),
    path("awards/<str:code>/", roster.roster_page, name="award"),
    path("awards/<str:code>/export/", roster.roster_export, name="award-export"),
    path("awards/<str:code>/print/", roster.roster_print, name="award-print"),
    path("awards/<str:code>/verify/", line.verify_lines, name="award-verify"),
    path("awards/<str:code>/bank/", bank.make, name="award-bank-make"),
    path("awards/<str:code>/lines/<int:number>/", line.line_page, name="award-line"),
    path("awards/<str:code>/lines/<int:number>/papers/<int:pk>/", line.line_paper, name="award-paper"),
]
