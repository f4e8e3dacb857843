"""Every number that is a link opens rows that come to it: the pages of a post are walked and each link is followed.

A number agrees with what it opens if it is the number of a figure's page, the count or the total above a list, or, in the
section that it points at, the count of rows or the sum of a column. One link shows one number, on whatever page it stands.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import Resolver404, resolve

NUMBER = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?")
NO_PAGE = re.compile(
    r"/(export|again|progress|word|new|edit|record|choose|parameters|items|facts|tranches)/|^/(dictionary|packs|log|password|verifier|proofread)/|\.(pdf|xlsx)$"
)
WAN = 10_000


@dataclass(frozen=True)
class Link:
    """A number on a page: ``shown`` as written, ``unit`` beside it, ``href`` with its fragment."""

    page: str
    href: str
    shown: str
    unit: str

    @property
    def value(self) -> Decimal:
        return numbers(self.shown)[0]

    def agrees(self, found: Decimal) -> bool:
        """Lists of money are in 元, cards mostly in 万元 to the decimals shown."""
        if found == self.value:
            return True
        decimals = Decimal(1).scaleb(int(self.value.as_tuple().exponent))
        return self.unit in ("", "万元") and (found / WAN).quantize(decimals, ROUND_HALF_UP) == self.value


def numbers(text: str) -> list[Decimal]:
    return [Decimal(found.replace(",", "").replace("−", "-")) for found in NUMBER.findall(text)]


def shape(address: str) -> tuple[str, ...] | None:
    """Name of the address and of what its query gives; None where there is no page."""
    parts = urlsplit(address)
    try:
        name = resolve(parts.path).url_name
    except Resolver404:
        return None
    return None if NO_PAGE.search(parts.path) else (name, *sorted(word for word, _ in parse_qsl(parts.query)))


def opened(page: BeautifulSoup, fragment: str) -> list[Decimal]:
    """The numbers that a page, or its section, comes to."""
    place: Tag = page
    if fragment:
        section = page.find(id=fragment)
        if section is None:
            return []
        place = section
    found = [number for big in place.select(".jz-huge") for number in numbers(big.get_text())[:1]]
    tallies = [place.select_one(".jz-count"), *place.select("tfoot, .jz-panel > header")]
    found += [number for tally in tallies if tally for number in numbers(tally.get_text(" "))]
    bodies = [
        [row.find_all(["th", "td"], recursive=False) for row in body.find_all("tr")] for body in place.find_all("tbody")
    ]
    for rows in bodies:
        found.append(Decimal(len(rows)))
        for column in range(max(map(len, rows), default=0)):
            cells = [numbers(row[column].get_text(" "))[:1] for row in rows if column < len(row)]
            found.append(sum((cell[0] for cell in cells if cell), Decimal(0)))
    return found if bodies or found else [Decimal(0)]


def wrong(client: Client, *, each: int = 2, follow: int = 4) -> tuple[int, list[str]]:
    """How many numbers were followed and what is wrong with them, from the home page on: ``each`` pages of a shape,
    ``follow`` numbers from one shape to another."""
    wanted, known, visited, followed = deque(["/"]), {"/"}, Counter(), Counter()
    pages: dict[str, BeautifulSoup | None] = {}
    said: list[str] = []
    shown: dict[tuple[str, str], Link] = {}

    def read(address: str) -> BeautifulSoup | None:
        if address not in pages:
            answer = client.get(address, follow=True)
            is_page = answer.status_code == 200 and "html" in answer.headers.get("Content-Type", "")
            pages[address] = BeautifulSoup(answer.content, "lxml") if is_page else None
        return pages[address]

    while wanted:
        address = wanted.popleft()
        of = shape(address)
        if of is None or visited[of] >= each:
            continue
        visited[of] += 1
        page = read(address)
        if page is None:
            continue
        for anchor in page.select("a[href]"):
            target = urljoin(address, str(anchor["href"]))
            if not target.startswith("/") or "as_of=" in target:
                continue
            bare, fragment = urldefrag(target)
            if bare not in known:
                known.add(bare)
                wanted.append(bare)
            if "jz-fig" not in (anchor.get("class") or []) or not numbers(anchor.get_text()):
                continue
            unit = anchor.find_next_sibling("span", class_="jz-unit")
            link = Link(address, target, anchor.get_text(" ", strip=True), unit.get_text(strip=True) if unit else "")
            before = shown.setdefault((target, link.unit), link)
            if before.unit and before.value != link.value:
                said.append(f"{target}: {before.shown} {link.unit} on {before.page}, {link.shown} on {address}")
            way = (of, shape(bare), fragment)
            if shape(bare) is None or followed[way] >= follow:
                continue
            followed[way] += 1
            opens = read(bare)
            if opens is None:
                said.append(f"{address}: {link.shown} {link.unit} → {target}: no page")
            elif not any(link.agrees(number) for number in opened(opens, fragment)):
                said.append(
                    f"{address}: {link.shown} {link.unit} → {target}: {[str(n) for n in opened(opens, fragment)][:8]}"
                )
    return followed.total(), said
