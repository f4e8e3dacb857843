"""Addresses of the pages that look."""

from django.urls import path

from .views import household

urlpatterns = [
    path("households/", household.household_list, name="households"),
    path("households/export/", household.household_export, name="household-export"),
    path("households/<str:code>/", household.household_page, name="household"),
]
