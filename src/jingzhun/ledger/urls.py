"""Addresses of the project library."""

from django.urls import path

from .views import project, row

urlpatterns = [
    path("projects/", project.project_list, name="projects"),
    path("projects/export/", project.project_export, name="project-export"),
    path("projects/totals/", project.project_totals, name="project-totals"),
    path("projects/rows/export/", row.row_export, name="project-row-export"),
    path("projects/<str:code>/rows/<str:theme>/", row.row_page, name="project-row"),
    path("projects/<str:code>/rows/<str:theme>/<int:pk>/withdraw/", row.row_withdraw, name="project-row-withdraw"),
    path("projects/<str:code>/", project.project_page, name="project"),
]
