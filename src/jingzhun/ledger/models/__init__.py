from .project import Project, ProjectFunding, ProjectProfile, ProjectSite, ProjectStage

__all__ = ("Project", "ProjectFunding", "ProjectProfile", "ProjectSite", "ProjectStage")
