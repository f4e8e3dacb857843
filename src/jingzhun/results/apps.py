from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "jingzhun.results"
    label = "results"
    verbose_name = "评估与数字"
