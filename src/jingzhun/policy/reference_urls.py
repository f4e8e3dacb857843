"""Addresses of what the office keeps as reference: code lists, areas and their spellings, the calendar, the data dictionary."""

urlpatterns = []
