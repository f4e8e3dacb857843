"""Addresses of the pages that look."""

from django.urls import path

from .views import area, home, household, pack

urlpatterns = [
    path("", home.home, name="home"),
    path("areas/", area.area_index, name="areas"),
    path("areas/<str:code>/", area.area_page, name="area"),
    path("areas/<str:code>/why/", area.area_why, name="area-why"),
    path("households/", household.household_list, name="households"),
    path("households/export/", household.household_export, name="household-export"),
    path("households/<str:code>/", household.household_page, name="household"),
    path("packs/", pack.pack_list, name="packs"),
    path("packs/<int:pk>/", pack.pack_page, name="pack"),
]
