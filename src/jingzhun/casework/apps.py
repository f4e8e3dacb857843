from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "jingzhun.casework"
    verbose_name = "办件"
