"""All addresses: each app's own, in one table."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("jingzhun.dashboards.urls")),
]
