"""Addresses of the funds: overview, movements, appropriations, balances, ledgers, reconciling."""

from django.urls import path

from .views import (
    appropriation,
    audit_finding,
    fund_ledgers,
    funds,
    household_money,
    movement,
    publicity,
    recording,
    year_account,
)

urlpatterns = [
    path("funds/", funds.overview, name="funds"),
    path("funds/balances/", funds.balance_page, name="fund-balances"),
    path("funds/reconcile/", funds.reconcile_page, name="fund-reconcile"),
    path("funds/movements/", movement.movement_list, name="movements"),
    path("funds/movements/export/", movement.movement_export, name="movement-export"),
    path("funds/movements/<int:pk>/", movement.movement_page, name="movement"),
    path("funds/appropriations/", appropriation.appropriation_list, name="appropriations"),
    path("funds/appropriations/export/", appropriation.appropriation_export, name="appropriation-export"),
    path("funds/appropriations/new/", recording.appropriation_new, name="appropriation-new"),
    path("funds/appropriations/<int:pk>/record/", recording.appropriation_record, name="appropriation-record"),
    path("funds/movements/<int:pk>/reverse/", recording.movement_reverse, name="movement-reverse"),
    path("funds/appropriations/<int:pk>/", appropriation.appropriation_page, name="appropriation"),
    path("funds/sources/", fund_ledgers.source_ledger, name="fund-sources"),
    path("funds/shares/", fund_ledgers.share_ledger, name="fund-shares"),
    path("funds/arrivals/", fund_ledgers.arrival_ledger, name="fund-arrivals"),
    path("funds/publicity/", publicity.publicity_page, name="publicity"),
    path("funds/publicity/table.xlsx", publicity.publicity_workbook, name="publicity-workbook"),
    path("funds/publicity/announcement.docx", publicity.publicity_word, name="publicity-word"),
    path("funds/years/", year_account.year_page, name="year-account"),
    path("funds/years/table.xlsx", year_account.year_workbook, name="year-workbook"),
    path("funds/years/letter.docx", year_account.year_letter, name="year-letter"),
    path("funds/years/seal/", year_account.year_seal, name="year-seal"),
    path("funds/years/decide/", year_account.year_decide, name="year-decide"),
    path("funds/findings/", audit_finding.audit_list, name="audit-list"),
    path("funds/findings/export/", audit_finding.audit_export, name="audit-export"),
    path("funds/findings/new/", audit_finding.audit_new, name="audit-new"),
    path("funds/findings/<str:number>/", audit_finding.audit_page, name="audit-finding"),
    path("funds/findings/<str:number>/papers/<int:pk>/", audit_finding.audit_paper, name="audit-paper"),
    path("funds/findings/<str:number>/<str:kind>/", audit_finding.audit_step, name="audit-step"),
    path("funds/households/<str:code>/", household_money.household_money, name="household-money"),
]
