"""Lists and their totals as clerks write them: the total behind or ahead, in one sentence or the next."""

import pytest

from jingzhun.proofread.document import read_text
from jingzhun.proofread.finding import Kind, Severity
from jingzhun.proofread.proofreading import proofread

WAYS = [  # a sentence, the number that is right, one that is wrong
    ("王家一年下来，打工挣了4.2万元，卖羊得了1.35万元，连同退耕补助0.15万元，全家进项{}万元。", "5.7", "5.9"),
    ("帮扶干部给老人送来米8袋、面5袋，村里又添了3袋，一共{}袋。", "16", "18"),
    ("修渠的钱来自三处：县里补助36.5万元，乡里配套8万元，村民集资5.2万元，拢共{}万元。", "49.7", "47.9"),
    ("检查分四个组进行，甲组走了23户，乙组走了19户，丙组走了27户，丁组走了16户，四个组共走访{}户。", "85", "95"),
    ("剩下的38户中，因病的17户，因学的{}户，缺技术的12户。", "9", "6"),
    ("今年到村的客商有三拨，头一拨14人，第二拨9人，最后一拨11人，三拨{}人。", "34", "43"),
    ("全镇危房{}户，改造方式分三类：拆除重建的46户，修缮加固的71户，置换安置的18户。", "135", "153"),
    ("合作社上半年卖茶叶收入28.6万元，下半年卖菌菇收入17.9万元，全年销售收入合计{}万元。", "46.5", "45.6"),
    ("村里把36万元衔接资金这样安排：道路硬化18万元，安装路灯{}万元，余下的5.5万元用于修水渠。", "12.5", "15.2"),
    ("东坪村报名42人、西坪村报名37人、坪头村报名28人，三个村加起来{}人。", "107", "117"),
    ("发放春耕物资：化肥126袋，种子58袋，农膜34袋，总数是{}袋。", "218", "281"),
    ("老人餐厅开张第一天来了46人，第二天52人，第三天61人，三天下来{}人次。", "159", "195"),
    ("参加评议的党员38名、群众代表26名，还有退休教师7名，到会的就是这{}个人。", "71", "77"),
    ("工程款分三次付清，开工时付12万元，主体完工付15万元，验收后付{}万元，合计33万元。", "6", "9"),
    ("救助站今年收住流浪人员{}名，其中男性41名，女性13名。", "54", "45"),
    ("村集体账上，光伏分红6.8万元，鱼塘承包3.2万元，摊位出租1.5万元，三笔相加正好{}万元。", "11.5", "12.5"),
]  # fmt: skip


def judged(text):
    report = proofread(read_text(text))
    held = [h for h in report.holdings if h.kind is Kind.SUM]
    return held, [f for f in report.findings if f.severity is not Severity.NOTE]


@pytest.mark.parametrize(("text", "right", "wrong"), WAYS)
def test_a_list_and_its_total(text, right, wrong):
    held, said = judged(text.format(right))
    assert held
    assert not said
    assert any(wrong in "".join(found.literals) for found in judged(text.format(wrong))[1])


NO_SUMS = [  # right, although it looks like a sum that does not come out
    "全村党员47名，其中女党员9名、35岁以下党员11名、大专以上学历党员13名，流动党员16名。",
    "4户脱贫不稳定户本来就在63户里头，两样相加不能当成70户。",
    "县里补助36万元，乡里配套14万元，全部资金比去年多8万元，达到58万元。",
    "镇包村干部、村民小组长8人、村务监督委员会成员3人，共12人参加。",
    "一季度培训86人，上半年152人，前三季度238人，全年共培训310人。",
    "原计划投资60万元，县里补助36万元，社会捐赠12万元，总投资48万元。",
    "张家承包12亩，李家承包18亩，其余农户一共承包28亩。",
    "患高血压的47人，患糖尿病的22人，一共有61人长期服药。",
    "评审组由局长任组长，副组长2人，成员9人，全组共12人。",
    "全县补助的3000万元、省里补助的1200万元，连同企业配套的，合计投入4500万元。",
    "慰问老党员12户、低保户8户、军属6户，全村共有困难户29户。",
    "村集体三份、公积金两份、社员四份、带头人一份，合计十份。",
    "东片4个村820户，西片5个村1130户，其中西片搬迁户260户，全乡总户数1950户。",
    "去年种烟320亩，今年种烟280亩，两年烟叶产值合计610万元，亩均1.02万元。",
    "这批树苗共2000棵，分给东坪600棵、西坪500棵，坪头等村也分到一些。",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_SUMS)
def test_what_is_no_sum_is_not_called_one(text):
    assert not judged(text)[1]
