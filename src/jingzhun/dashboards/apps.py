from django.apps import AppConfig


class DashboardsConfig(AppConfig):
    name = "jingzhun.dashboards"
    label = "dashboards"
    verbose_name = "看"
