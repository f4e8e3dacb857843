from .area_facts import CountyStatement, VillageConditions, VillageIncome
from .assistance import MeasureReceived, Pairing
from .completeness import Completeness
from .household import (
    Dwelling,
    Household,
    HouseholdCause,
    HouseholdProfile,
    HouseholdServices,
    HouseholdStatus,
)
from .income import IncomeEntry, ProductSale, StatedIncome, WageEntry
from .known import Change
from .organisation import Organisation, OrganisationProfile
from .pack_fact import PackFact
from .person import HEAD, Health, Insurance, Labour, Membership, Person, PersonContact, PersonIdentity, Schooling
from .subject import Subject

__all__ = (
    "HEAD", "Change", "Completeness", "CountyStatement", "Dwelling", "Health", "Household", "HouseholdCause", "HouseholdProfile",
    "HouseholdServices", "HouseholdStatus", "IncomeEntry", "Insurance", "Labour", "MeasureReceived", "Membership",
    "Organisation", "OrganisationProfile", "PackFact", "Pairing", "Person", "PersonContact", "PersonIdentity", "ProductSale", "Schooling", "StatedIncome", "Subject",
    "VillageConditions", "VillageIncome", "WageEntry",
)  # fmt: skip
