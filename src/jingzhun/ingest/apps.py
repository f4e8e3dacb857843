from django.apps import AppConfig


class IngestConfig(AppConfig):
    name = "jingzhun.ingest"
    label = "ingest"
    verbose_name = "导入"

    def ready(self):
        pass
