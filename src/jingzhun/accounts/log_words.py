"""What the log's actions are called on pages: one table. A test asserts that every action written anywhere is in it."""

from __future__ import annotations

ACTIONS: dict[str, str] = {
    "account.sign_in": "登录",
    "account.sign_in_failed": "登录失败",
    "account.locked": "账号锁定",
    "account.unlock": "解锁账号",
    "account.sign_out": "退出登录",
    "account.create": "开账号",
    "account.activate": "启用账号",
    "account.deactivate": "停用账号",
    "account.password": "改密码",
    "account.verifier_on": "启用验证器",
    "account.verifier_off": "停用验证器",
    "account.verifier_dropped": "撤下丢失的验证器",
    "account.sessions_ended": "退出所有登录",
    "post.create": "设岗位",
    "post.end": "止岗位",
    "post.switch": "换岗位",
    "office.set": "设单位",
    "areas.load": "装入区划",
    "areas.rename": "区划更名",
    "areas.merge": "区划撤并",
    "areas.spelling": "登记区划别写",
    "areas.calendar": "装入工作日历",
    "areas.calendar_day": "改工作日历",
    "areas.calendar_day_removed": "删去日历的例外",
    "codes.load": "装入代码表",
    "codes.add": "加代码",
    "codes.alias": "加代码别写",
    "file.store": "存附件",
    "log.export": "导出日志",
    "log.verify": "核对日志",
    "person.unmask": "显示证件号",
    "store.backup": "备份",
    "store.restore": "恢复",
}


def title(action: str) -> str:
    return ACTIONS.get(action, action)
