"""Addresses of the project library."""

from django.urls import path

from .views import course, dedicated, entry, fund, library, plan, project, raising, row, scheme

urlpatterns = [
    path("funds/dedicated/", dedicated.dedicated_account, name="dedicated-account"),
    path("funds/dedicated/export/", dedicated.dedicated_export, name="dedicated-export"),
    path("projects/", project.project_list, name="projects"),
    path("projects/export/", project.project_export, name="project-export"),
    path("projects/totals/", project.project_totals, name="project-totals"),
    path("projects/late/", course.late_page, name="project-late"),
    path("projects/late/export/", course.late_export, name="project-late-export"),
    path("projects/upkeep/", course.upkeep_page, name="project-upkeep"),
    path("projects/upkeep/export/", course.upkeep_export, name="project-upkeep-export"),
    path("projects/moves/", library.moves, name="library-moves"),
    path("projects/moves/export/", library.moves_export, name="library-moves-export"),
    path("plans/", plan.plan_closure, name="plan-closure"),
    path("plans/export/", plan.plan_export, name="plan-export"),
    path("plans/closure/export/", plan.closure_export, name="closure-export"),
    path("plans/<str:code>/", plan.plan_area, name="plan-area"),
    path("plans/<str:code>/<int:pk>/withdraw/", plan.plan_withdraw, name="plan-withdraw"),
    path("projects/new/", entry.project_new, name="project-new"),
    path("projects/rows/export/", row.row_export, name="project-row-export"),
    path("projects/<str:code>/rows/<str:theme>/", row.row_page, name="project-row"),
    path("projects/<str:code>/rows/<str:theme>/<int:pk>/withdraw/", row.row_withdraw, name="project-row-withdraw"),
    path("projects/<str:code>/", project.project_page, name="project"),
    path("projects/<str:code>/edit/", entry.project_edit, name="project-edit"),
    path("special-funds/", fund.fund_list, name="fund-list"),
    path("special-funds/new/", fund.fund_new, name="fund-new"),
    path("special-funds/export/", fund.fund_export, name="fund-export"),
    path("special-funds/<str:code>/", fund.fund_page, name="fund"),
    path("special-funds/<str:code>/close/", fund.fund_close, name="fund-close"),
    path("fund-raising/", raising.raising_page, name="fund-raising"),
    path("schemes/", scheme.scheme_list, name="schemes"),
    path("schemes/new/", scheme.scheme_new, name="scheme-new"),
    path("schemes/<str:code>/", scheme.scheme_page, name="scheme"),
    path("schemes/<str:code>/rows/<str:theme>/", row.row_page, name="scheme-row"),
    path("schemes/<str:code>/rows/<str:theme>/<int:pk>/withdraw/", row.row_withdraw, name="scheme-row-withdraw"),
]
