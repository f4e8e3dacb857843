from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "jingzhun.areas"
    label = "areas"
    verbose_name = "区划"
