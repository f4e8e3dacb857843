"""Addresses of the project library."""

from django.urls import path

from .views import project

urlpatterns = [
    path("projects/", project.project_list, name="projects"),
    path("projects/export/", project.project_export, name="project-export"),
    path("projects/totals/", project.project_totals, name="project-totals"),
    path("projects/<str:code>/", project.project_page, name="project"),
]
