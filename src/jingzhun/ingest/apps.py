from importlib import import_module

from django.apps import AppConfig

LAYOUTS = (
    "audit_findings", "bank_receipts", "claims", "exports", "finding_steps", "fund_purposes", "fund_requests", "funds", "households", "persons", "places", "plan_items", "project_benefits", "project_rows", "projects", "yearly",
)  # fmt: skip
"""The modules of ``layouts`` that register the sheets that are read, in the order in which they are tried; a test compares them with the folder."""


class IngestConfig(AppConfig):
    name = "jingzhun.ingest"
    label = "ingest"
    verbose_name = "导入"

    def ready(self):
        for name in LAYOUTS:
            import_module(f"jingzhun.ingest.layouts.{name}")
