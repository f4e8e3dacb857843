"""Addresses of imports."""

from django.urls import path

from .views import upload

urlpatterns = [
    path("imports/", upload.upload_list, name="imports"),
    path("imports/<int:number>/", upload.upload_page, name="import"),
    path("imports/<int:number>/progress/", upload.upload_progress, name="import-progress"),
    path("imports/<int:number>/choose/", upload.choose, name="import-choose"),
    path("imports/<int:number>/columns/", upload.columns, name="import-columns"),
    path("imports/<int:number>/write/", upload.write, name="import-write"),
    path("imports/<int:number>/abandon/", upload.abandon, name="import-abandon"),
    path("imports/<int:number>/undo/", upload.undo, name="import-undo"),
    path("imports/<int:number>/refused.xlsx", upload.returned, name="import-returned"),
]
