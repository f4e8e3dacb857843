"""django-hordak on PostgreSQL, the same entries through its own call: ``account.transfer_to``; its triggers check the legs.

python money_hordak.py DATABASE_URL MODE COUNT     MODE: batch (one transaction), single (one each)
"""

from __future__ import annotations

import sys
from urllib.parse import urlsplit

import django
from django.conf import settings

url, mode, count = urlsplit(sys.argv[1]), sys.argv[2], int(sys.argv[3])
settings.configure(
    SECRET_KEY="benchmark", USE_TZ=True, DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", DEFAULT_CURRENCY="CNY",
    CURRENCIES=("CNY",), HORDAK_CURRENCIES=["CNY"], HORDAK_INTERNAL_CURRENCY="CNY",
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "hordak"],
    DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "NAME": url.path[1:], "USER": url.username,
                           "HOST": url.hostname, "PORT": url.port}},
)  # fmt: skip
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402
from hordak.models import Account, AccountType  # noqa: E402
from moneyed import Money  # noqa: E402
from turns import serve  # noqa: E402

PROJECTS, PAYEES = 200, 7
call_command("migrate", verbosity=0)
outside = Account.objects.create(name="outside", code="9", type=AccountType.income, currencies=["CNY"])
claimed = [
    Account.objects.create(name=f"claimed {n}", code=f"1{n:03d}", type=AccountType.asset, currencies=["CNY"])
    for n in range(PROJECTS)
]
paid = [
    Account.objects.create(name=f"paid {n}", code=f"2{n:05d}", type=AccountType.expense, currencies=["CNY"])
    for n in range(PROJECTS * PAYEES)
]
for each in claimed:
    outside.transfer_to(each, Money(400_000, "CNY"))


def pay(place: int) -> None:
    project = place % PROJECTS
    claimed[project].transfer_to(
        paid[project * PAYEES + place % PAYEES], Money(1, "CNY"), description=f"voucher {place}"
    )


def batch() -> None:
    with transaction.atomic():
        for place in range(count):
            pay(place)


def single() -> None:
    for place in range(count):
        pay(place)


serve({"batch": batch, "single": single}[mode])
