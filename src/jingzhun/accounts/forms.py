"""Forms of the door and of the account pages. They read what was typed; rules are the actions'."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from jingzhun.areas.models import Area
from jingzhun.core.area_code import AreaCode
from jingzhun.core.errors import Problem

from .models import Post
from .models.official import fold_sign_in_name
from .roles import ROLES
from .scope import within


class SignInForm(forms.Form):
    username = forms.CharField(
        label="账号", max_length=80, widget=forms.TextInput({"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(
        label="密码",
        max_length=200,
        strip=False,
        help_text="区分大小写",
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label="动态码",
        max_length=12,
        required=False,
        help_text="启用了验证器的账号才填；认证器离线生成，不发短信",
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "placeholder": "6 位数字"}),
    )

    def clean_username(self) -> str:
        return fold_sign_in_name(self.cleaned_data["username"])

    def clean_code(self) -> str:
        return self.cleaned_data["code"].replace(" ", "")


class CodeForm(forms.Form):
    code = forms.CharField(
        label="动态码",
        max_length=12,
        help_text="手机验证器上的 6 位数字，30 秒一换，离线生成",
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )

    def clean_code(self) -> str:
        return self.cleaned_data["code"].replace(" ", "")


class PasswordForm(forms.Form):
    old = forms.CharField(
        label="现在的密码", strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"})
    )
    new = forms.CharField(
        label="新密码",
        strip=False,
        max_length=200,
        help_text="至少 10 个字，不全是数字，不常见，不含姓名和登录名",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再输一次新密码", strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def clean_again(self) -> str:
        if self.cleaned_data["again"] != self.cleaned_data.get("new", self.cleaned_data["again"]):
            raise forms.ValidationError("两次输入的新密码不一样。")
        return self.cleaned_data["again"]


class OfficialForm(forms.Form):
    sign_in_name = forms.CharField(
        label="登录名", max_length=40, help_text="小写字母、数字、点、横线，3 到 40 个字，例如 yunling.shenhe"
    )
    name = forms.CharField(label="姓名", max_length=60)


class PostForm(forms.Form):
    """A new post; areas are those of the administrator's own scope."""

    role = forms.ChoiceField(label="角色", choices=[(role.key, role.title) for role in ROLES.values()])
    area = forms.CharField(label="范围", help_text="区划代码，或从列表里选", max_length=100)
    department = forms.CharField(
        label="部门", required=False, max_length=40, help_text="行业部门填写，例如 县教育体育局"
    )
    since = forms.DateField(label="起", help_text="年-月-日")

    def __init__(self, post: Post, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.post = post
        self.areas = list(within(Area.objects.filter(until__isnull=True, level__lte=12), post, field="code"))
        self.fields["area"].widget.attrs.update({"list": "areas-in-scope", "autocomplete": "off"})
        self.fields["since"].initial = timezone.localdate()

    def clean_area(self) -> str:
        typed = self.cleaned_data["area"].split()[0]
        try:
            code = AreaCode.parse(typed)
        except Problem as problem:
            raise forms.ValidationError(problem.sentence + "。" + problem.what_to_do + "。") from problem
        if code.padded not in {area.code for area in self.areas}:
            raise forms.ValidationError("没有这个区划，或不在你的范围。")
        return code.padded


class EndForm(forms.Form):
    on = forms.DateField(label="止", help_text="这一天起不再任此岗，年-月-日")
