"""Addresses where facts are recorded by hand, ID numbers are asked for, and fields are explained."""

from django.urls import path
from django.views.decorators.http import require_POST

from .views import dictionary, pack_fact, record, unmask

urlpatterns = [
    path("dictionary/", dictionary.data_dictionary, name="dictionary"),
    path("facts/<slug:kind>/<str:code>/", pack_fact.record, name="record-pack-facts"),
    path("households/<str:code>/id-numbers/", unmask.unmask, name="unmask"),
    path("households/<str:code>/record/<slug:theme>/", record.record, name="record"),
    path("households/<str:code>/record/<slug:theme>/<int:person>/", record.record, name="record-member"),
    path(
        "households/<str:code>/withdraw/<slug:theme>/<int:entry>/",
        require_POST(record.withdraw),
        name="record-withdraw",
    ),
    path("households/<str:code>/mark/<slug:theme>/", require_POST(record.mark), name="record-mark"),
]
