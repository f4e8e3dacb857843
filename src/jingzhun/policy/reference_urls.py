"""Addresses of what the office keeps as reference: code lists, areas and their spellings, the calendar."""

from django.urls import path

from .views import area_name, calendar, code_list

urlpatterns = [
    path("code-lists/", code_list.code_lists, name="code-lists"),
    path("code-lists/<str:name>/", code_list.code_list, name="code-list"),
    path("area-names/", area_name.area_names, name="area-names"),
    path("area-names/<str:code>/", area_name.area_name, name="area-name"),
    path("calendar/", calendar.year, name="calendar"),
    path("calendar/<int:year>/", calendar.year, name="calendar-year"),
    path("calendar/<str:day>/remove/", calendar.remove, name="calendar-remove"),
]
