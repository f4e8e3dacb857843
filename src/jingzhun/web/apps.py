import gc

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "jingzhun.web"
    label = "web"

    def ready(self) -> None:
        """Rows and pages are many small objects that live long; to look for cycles at every 700th, as Python does of itself,
        took a seventh of the time."""
        gc.set_threshold(20_000)
