from django.apps import AppConfig


class AttachmentsConfig(AppConfig):
    name = "jingzhun.attachments"
    label = "attachments"
    verbose_name = "附件"
