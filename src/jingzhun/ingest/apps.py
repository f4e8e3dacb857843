from django.apps import AppConfig


class IngestConfig(AppConfig):
    name = "jingzhun.ingest"
    label = "ingest"
    verbose_name = "导入"

    def ready(self):
        from .layouts import exports, funds, households, persons, places, plan_items, project_rows, projects, yearly  # noqa: F401  each registers its layouts
