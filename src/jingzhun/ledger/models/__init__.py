from .account import Account
from .appropriation import Appropriation
from .audit_finding import AuditFinding, FindingStep
from .award_check import AwardCheck, AwardEvidence
from .award_payment import AwardApproval, BankFile, BankLine
from .award_roster import AwardLeftOut, AwardLine, AwardRoster
from .claim import Claim, ClaimLine
from .factor_plan import FactorPlan, FactorValue, PlanFactor
from .fund import Fund, FundCount
from .fund_cut import FundCut
from .fund_request import FundPurpose, FundRequest
from .library import LibraryMove
from .line_item import LineItem, LineShare, PrintedTotal
from .loan_rule import LoanRule
from .milestone import ProjectMilestone, ProjectProgress, ProjectUpkeep, UpkeepInspection
from .movement import Movement
from .plan_item import PlanItem
from .project import Project, ProjectFunding, ProjectProfile, ProjectSite, ProjectStage
from .project_benefit import ProjectBenefit
from .raising import FundShare, RaisingTarget
from .scheme import ProjectScheme, SchemeAchievement, SchemeProfile, SchemeTarget
from .site_work import SiteWork
from .statement import StatedMovement
from .tranche import Tranche, TrancheOpening, TranchePlan
from .year_account import YearAccount, YearRevocation

__all__ = (
    "Account",
    "Appropriation",
    "AuditFinding",
    "AwardApproval",
    "AwardCheck",
    "AwardEvidence",
    "AwardLeftOut",
    "AwardLine",
    "AwardRoster",
    "BankFile",
    "BankLine",
    "Claim",
    "ClaimLine",
    "FactorPlan",
    "FactorValue",
    "FindingStep",
    "Fund",
    "FundCount",
    "FundCut",
    "FundPurpose",
    "FundRequest",
    "FundShare",
    "LibraryMove",
    "LineItem",
    "LineShare",
    "LoanRule",
    "Movement",
    "PlanFactor",
    "PlanItem",
    "PrintedTotal",
    "Project",
    "ProjectBenefit",
    "ProjectFunding",
    "ProjectMilestone",
    "ProjectProfile",
    "ProjectProgress",
    "ProjectScheme",
    "ProjectSite",
    "ProjectStage",
    "ProjectUpkeep",
    "RaisingTarget",
    "SchemeAchievement",
    "SchemeProfile",
    "SchemeTarget",
    "SiteWork",
    "StatedMovement",
    "Tranche",
    "TrancheOpening",
    "TranchePlan",
    "UpkeepInspection",
    "YearAccount",
    "YearRevocation",
)  # fmt: skip
