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
    "export": "导出名单",
    "import.receive": "收到上传文件",
    "import.columns": "对列",
    "import.choose": "改导入的设置",
    "import.ask": "要求写入导入",
    "import.refuse": "整个文件不收",
    "import.unchanged": "导入没有变化",
    "import.returned": "下载被拒的行",
    "import.abandon": "放弃导入",
    "import.released": "放开中断的导入",
    "import.apply": "写入导入",
    "registry.write": "补录事实",
    "registry.undo": "撤销写入",
    "project.put": "写项目库",
    "pack.store": "存政策包",
    "pack.approve": "批准政策包",
    "pack.decline": "退回政策包",
    "roster.freeze": "建名册",
    "run.ask": "发起评估",
    "run.finish": "评估完成",
    "run.replay": "重放评估",
    "verdicts.replace": "更新评估结论",
    "figures.count": "计算数字",
    "figures.state": "登记引述的数字",
    "template.keep": "存报告模板",
    "report.write": "生成报告",
    "report.download": "下载报告",
    "proofread.keep": "存下核数的报告",
    "log.export": "导出日志",
    "log.verify": "核对日志",
    "person.unmask": "显示证件号",
    "store.set_up": "建库",
    "store.backup": "备份",
    "store.restore": "恢复",
}


def title(action: str) -> str:
    return ACTIONS.get(action, action)


DETAILS = {
    "with_verifier": "用了动态码", "address": "来自", "must_change": "下次登录须改密", "file": "附件摘要", "template": "模板",
    "roster": "名册摘要", "figures": "数字个数", "untraced": "没有来历的数字", "replaces": "代替哪一份", "digest": "摘要",
    "size": "大小（字节）", "type": "类型", "document": "出处文件", "run": "评估", "pack": "政策包摘要", "packs": "政策包",
    "findings": "结论摘要", "engine": "引擎", "verdicts": "结论条数", "as_of": "事实截至", "known_at": "所知至", "change": "变更编号",
    "rows": "行数", "added": "新增", "replaced": "代替", "layout": "版式", "since": "数据截至", "blank": "空白格", "accepted": "接受行数",
    "refused": "拒收行数", "flagged": "请核行数", "projects": "项目数", "changed": "变更行数", "written": "写入行数", "role": "角色",
    "official": "人员", "is_demo": "演示数据", "shipped": "随系统提供", "entries": "条数", "days": "天数", "first": "首年", "last": "末年",
    "name": "名称", "source": "来源", "renamed": "更名个数", "reason": "理由", "why": "原因", "until": "止于", "on": "日期",
    "sessions": "登录个数", "state": "状态", "kept": "保留的格数", "is_working": "上班", "into": "并入", "household": "户", "filters": "筛选",
    "files": "文件数", "filename": "文件名", "fields": "字段", "faults": "不符条数", "events": "日志条数", "columns": "列", "query": "筛选",
    "made_at": "做于", "log_number": "日志号", "heads": "链头", "error": "错误", "code": "代码", "text": "名称", "area": "区划",
}  # fmt: skip
"""The names of an event's details as its page shows them; one that is not here is shown as it is stored."""


def detail(name: str) -> str:
    return DETAILS.get(name, name)
