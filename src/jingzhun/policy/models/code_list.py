"""Code lists as editable, dated data: code and official text, both ways."""

from django.db import models


class CodeList(models.Model):
    """One list, e.g. 致贫原因. ``trust`` is seen, computed or unchecked, as the source allows."""

    name = models.CharField("代码表", primary_key=True, max_length=40)
    source = models.CharField("来源", max_length=200, blank=True)
    trust = models.CharField(
        "可信度", max_length=10, choices=[("seen", "有出处"), ("computed", "推算"), ("unchecked", "未核实")]
    )

    def __str__(self) -> str:
        return self.name


class Code(models.Model):
    """One entry. Facts store ``code``; pages, exports and rules show ``text``. An entry that ends keeps its text."""

    list = models.ForeignKey("policy.CodeList", models.CASCADE, related_name="codes")
    code = models.CharField("代码", max_length=12)
    text = models.CharField("名称", max_length=60)
    ordinal = models.PositiveSmallIntegerField("次序")
    until = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        ordering = ("list", "ordinal")
        constraints = (
            models.UniqueConstraint(name="policy_code_once", fields=("list", "code")),
            models.UniqueConstraint(name="policy_text_once", fields=("list", "text")),
        )

    def __str__(self) -> str:
        return self.text


class CodeAlias(models.Model):
    """Another writing of an entry found in files: 新农合 for 城乡居民医保, 本人 for 户主."""

    list = models.ForeignKey("policy.CodeList", models.CASCADE, related_name="aliases")
    alias = models.CharField("别写", max_length=60)
    code = models.ForeignKey("policy.Code", models.CASCADE, related_name="aliases")

    class Meta:
        constraints = (models.UniqueConstraint(name="policy_alias_once", fields=("list", "alias")),)
