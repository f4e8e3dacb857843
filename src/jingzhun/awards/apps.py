from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "jingzhun.awards"
    label = "awards"
    verbose_name = "奖补名册"
