"""Addresses of figures and runs."""

from django.urls import path

from .views import figure, run, run_compare

urlpatterns = [
    path("figures/", figure.figure_list, name="figures"),
    path("figures/<int:pk>/", figure.figure_page, name="figure"),
    path("figures/<int:pk>/export/", figure.figure_export, name="figure-export"),
    path("figures/<int:pk>/again/", run.figure_again, name="figure-again"),
    path("runs/", run.run_list, name="runs"),
    path("runs/<int:pk>/", run.run_page, name="run"),
    path("runs/<int:pk>/progress/", run.run_progress, name="run-progress"),
    path("runs/<int:pk>/again/", run.run_again, name="run-again"),
    path("runs/<int:pk>/compare/", run_compare.run_compare, name="run-compare"),
    path("runs/<int:pk>/replay/", run_compare.run_replay, name="run-replay"),
]
