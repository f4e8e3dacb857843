"""Why a cell or row is refused or pointed out: one class a reason, each with its code and what to do."""

from __future__ import annotations

from jingzhun.core.errors import Problem


class UnableToTakeRow(Problem):
    """Base of all reasons about rows. A refused row is not written; a flagged one is written and pointed out."""

    code = "R-000"


class BlankCell(UnableToTakeRow):
    code = "R-001"
    says = "必填的格是空的"
    remedy = "请补填后重新上传本行"


class BrokenCell(UnableToTakeRow):
    code = "R-002"
    says = "格里是{what}"
    remedy = "请在表格软件里打开，改成文字或数值后重新上传本行"


class SexDiffers(UnableToTakeRow):
    code = "R-011"
    says = "性别与证件号码不符（证件号码为{expected}）"
    remedy = "请对照户口簿改正性别或证件号码后重新上传本行"


class BirthDiffers(UnableToTakeRow):
    code = "R-012"
    says = "出生日期与证件号码不符（证件号码为{expected}）"
    remedy = "请对照户口簿改正出生日期或证件号码后重新上传本行"


class UnfitForAddress(UnableToTakeRow):
    code = "R-018"
    says = "编号“{text}”里有斜线，或只有点，或是网址里另有用处的词，打不开它的页面"
    remedy = "请把斜线改成短横线，或换一个编号，例如 2018-1，再重新上传本行"


class OldNumber(UnableToTakeRow):
    code = "R-013"
    says = "是15位旧号，没有校验位，已按18位记入"
    remedy = "请换成户口簿上的18位号码"


class NumberAsNumber(UnableToTakeRow):
    code = "R-019"
    says = "号码存成了数字，末几位已丢失"
    remedy = "请把该列设为文本后重填，再重新上传本行"


class NumberTwiceInFile(UnableToTakeRow):
    code = "R-020"
    says = "与第 {row} 行的证件号码相同"
    remedy = "请核对是哪一行登记重了，留一行，或改正号码后重新上传本行"


class NumberRegistered(UnableToTakeRow):
    code = "R-021"
    says = "这个证件号码已登记在别的人编号下{where}"
    remedy = "请核对人编号；确是同一人的请用库里的人编号重新上传本行"


class IncomeJumps(UnableToTakeRow):
    code = "R-022"
    says = "与上一次的 {before} 元相差 {times} 倍"
    remedy = "请核对单位和位数；属实可不改"


class SubjectTwiceInFile(UnableToTakeRow):
    code = "R-023"
    says = "与第 {row} 行是同一个{what}"
    remedy = "请只留一行，或改正编号后重新上传本行"


class UnknownCode(UnableToTakeRow):
    code = "R-031"
    says = "“{text}”不在代码表“{list}”里{nearest}"
    remedy = "可填：{allowed}"


class UnknownFlag(UnableToTakeRow):
    code = "R-032"
    says = "“{text}”看不出是或否"
    remedy = "请填“是”或“否”，不知道就留空"


class UnknownAmount(UnableToTakeRow):
    code = "R-033"
    says = "“{text}”不是金额"
    remedy = "请填数字，可带单位元、万元"


class UnknownNumber(UnableToTakeRow):
    code = "R-034"
    says = "“{text}”不是{what}"
    remedy = "请只填数字"


class UnknownDay(UnableToTakeRow):
    code = "R-035"
    says = "“{text}”不是日期"
    remedy = "请写成 年-月-日，例如 2018-12-31"


class LaterThanToday(UnableToTakeRow):
    code = "R-015"
    says = "“{text}”晚于今天"
    remedy = "请核对年月日后重新上传本行"


class OddAmount(UnableToTakeRow):
    code = "R-024"
    says = "{amount} 元一人，{why}"
    remedy = "请核对单位和位数；属实可不改"


class Negative(UnableToTakeRow):
    code = "R-025"
    says = "“{text}”是负数"
    remedy = "请填不小于0的数后重新上传本行"


class OutOfRange(UnableToTakeRow):
    code = "R-036"
    says = "“{text}”超出范围（{low}—{high}）"
    remedy = "请核对后重新上传本行"


class Rounded(UnableToTakeRow):
    code = "R-037"
    says = "“{text}”多于两位小数，已四舍五入到分"
    remedy = "请核对金额；无误可不改"


class OddPhone(UnableToTakeRow):
    code = "R-038"
    says = "不像电话号码（{length}位）"
    remedy = "请核对；无误可不改"


class CausesRepeat(UnableToTakeRow):
    code = "R-039"
    says = "其他致贫原因{why}"
    remedy = "最多填两个，且与主要致贫原因不同"


class TooLong(UnableToTakeRow):
    code = "R-040"
    says = "有 {length} 个字，最多 {limit} 个"
    remedy = "请写短一些后重新上传本行"


class UnknownPlace(UnableToTakeRow):
    code = "R-041"
    says = "{why}{nearest}"
    remedy = "请对照区划表改正，或在“区划”里把这个写法登记为别写"


class OutOfScope(UnableToTakeRow):
    code = "R-042"
    says = "不在你的范围"
    remedy = "请由管这个地方的岗位上传本行"


class TwoVillages(UnableToTakeRow):
    code = "R-043"
    says = "与同户第 {row} 行不在一个村"
    remedy = "请核对户编号和行政村后重新上传本行"


class NoHead(UnableToTakeRow):
    code = "R-050"
    says = "户 {household} 没有户主"
    remedy = "请在一名成员的“与户主关系”填户主，再上传本户各行"


class SeveralHeads(UnableToTakeRow):
    code = "R-051"
    says = "户 {household} 有 {count} 个户主{where}"
    remedy = "请只留一个户主，再上传本户各行"


class SizeDiffers(UnableToTakeRow):
    code = "R-052"
    says = "户 {household} 写 {stated} 人，实有 {found} 人"
    remedy = "请核对有没有漏行、多行，或改正人数"


class HeadRefused(UnableToTakeRow):
    code = "R-053"
    says = "户 {household} 的户主在第 {row} 行，那一行被拒收，本户暂缺户主"
    remedy = "请改正那一行后重新上传"


class RowsDisagree(UnableToTakeRow):
    code = "R-054"
    says = "与同户第 {row} 行不同，按第 {row} 行写入"
    remedy = "请核对；同一户各行应填得一样"


class BornLater(UnableToTakeRow):
    code = "R-060"
    says = "出生日期晚于数据日期 {day}"
    remedy = "请核对证件号码或数据日期"


class OddAge(UnableToTakeRow):
    code = "R-061"
    says = "{age} 岁，{why}"
    remedy = "请核对；属实可不改"


class UnknownHousehold(UnableToTakeRow):
    code = "R-070"
    says = "库里没有这一户，或不在你的范围"
    remedy = "请先导入农户名册，或核对户编号后重新上传本行"


class UnknownPerson(UnableToTakeRow):
    code = "R-071"
    says = "库里没有这个人，或不在你的范围"
    remedy = "请先导入农户名册，或核对人编号、证件号码后重新上传本行"


class NameDiffers(UnableToTakeRow):
    code = "R-072"
    says = "{what}与库里的不同{handled}"
    remedy = "请核对是不是同一{kind}；是则不必改"


class HouseholdMoves(UnableToTakeRow):
    code = "R-074"
    says = "户 {household} 原在{before}，按文件改到{after}"
    remedy = "请核对；属实可不改"


class MemberMoves(UnableToTakeRow):
    code = "R-075"
    says = "原在户 {before}，按文件转到户 {after}"
    remedy = "请核对；属实可不改"


class StatusKept(UnableToTakeRow):
    code = "R-076"
    says = "库里是“{known}”，这种表不能改认定结论，没有改"
    remedy = "请由办件改，或导入全国系统导出表"


class UnknownHelper(UnableToTakeRow):
    code = "R-077"
    says = "没有登录名为“{text}”的人员"
    remedy = "请核对登录名，或请系统管理员建账号"


class NumberCorrected(UnableToTakeRow):
    code = "R-078"
    says = "证件号码与库里的不同，已按文件更正"
    remedy = "请核对；属实可不改"


class IncomeDiffers(UnableToTakeRow):
    code = "R-080"
    says = "导出表人均纯收入 {stated} 元，按收支台账算得 {computed} 元"
    remedy = "请核对收支台账，或在全国系统里更正"


class SumDiffers(UnableToTakeRow):
    code = "R-081"
    says = "合计写 {stated} 万元，各来源相加是 {found} 万元"
    remedy = "请核对；系统按各来源相加"


class NetDiffers(UnableToTakeRow):
    code = "R-084"
    says = "家庭纯收入写 {stated} 元，各项收入减支出是 {found} 元"
    remedy = "请核对；系统按各项计算"


class SheetNotRead(UnableToTakeRow):
    code = "R-090"
    says = "工作表“{sheet}”像“{title}”，这次没有读"
    remedy = "请另存为单独的文件再上传"


class UnknownProject(UnableToTakeRow):
    code = "R-087"
    says = "没有这个编号的{what}，或不在你的范围"
    remedy = "请先登记，或核对编号后重新上传本行"


class UnfitForLibrary(UnableToTakeRow):
    code = "R-082"
    says = "{why}"
    remedy = "请改正后重新上传本行"


class UnfitForBooks(UnableToTakeRow):
    code = "R-110"
    says = "{why}"
    remedy = "请核对金额、日期、指标、项目和上一步的余额后重新上传本行"


class LikelyBooked(UnableToTakeRow):
    code = "R-122"
    says = "与系统里第 {number} 笔（{what}，{where}登记）同日、同一路径、同额、同文号，像是同一笔，没有再登记"
    remedy = "是同一笔就删去这一行；确是另一笔，在摘要里写“另一笔”后重新上传本行"


class HeldButReversed(UnableToTakeRow):
    code = "R-118"
    says = "第 {number} 笔已在账，{on} 已冲销，没有再登记"
    remedy = "要重新登记请清空这一行的收支序号后重新上传"


class UnfitForRegister(UnableToTakeRow):
    code = "R-117"
    says = "{why}"
    remedy = "请核对所写的项目、基金或指标和日期；登记后不能改，错了在问题页撤销后另编号登记"


class UnfitStep(UnableToTakeRow):
    code = "R-119"
    says = "{why}"
    remedy = "请核对问题编号、日期和文号；记错了的在问题页收回后重新上传本行"


class NoBasis(UnableToTakeRow):
    code = "R-121"
    says = "没有写整改依据文号"
    remedy = "可以写入；销号前请在问题页补看依据，或写明文号后重新上传本行"


class UnfitReceipt(UnableToTakeRow):
    code = "R-115"
    says = "{why}"
    remedy = "请与开户行核对这一笔，改正后重新上传本行"


class StatedTwice(UnableToTakeRow):
    code = "R-111"
    says = "与第 {row} 行是同一笔，只登记一次"
    remedy = "确是两笔的请填不同的分录号后重新上传"
