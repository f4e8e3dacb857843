from .case import Batch, Case, Serial
from .decision import Decision, Delegation
from .evidence import CheckAnswer, Paper, Signature
from .notice import Notice, NoticeEntry, Objection
from .noticed_award import NoticedAward
from .noticed_fund import NoticedFundLine, NoticedFunds
from .noticed_project import NoticedProject
from .procedure import Procedure, ProcedureStep, StepCheck, StepPaper
from .review import Review, ReviewTarget
from .sample import Sample, SampleCase
from .suggestion import Suggestion, VisitorTally

__all__ = (
    "Batch", "Case", "CheckAnswer", "Decision", "Delegation", "Notice", "NoticeEntry", "NoticedAward", "NoticedFundLine", "NoticedFunds", "NoticedProject", "Objection", "Paper", "Procedure",
    "ProcedureStep", "Review", "ReviewTarget", "Sample", "SampleCase", "Serial", "Signature", "StepCheck", "StepPaper",
    "Suggestion", "VisitorTally",
)  # fmt: skip
