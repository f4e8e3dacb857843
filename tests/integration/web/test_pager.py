"""How pages of a list are turned: the same words and places everywhere."""

from bs4 import BeautifulSoup
from django.core.paginator import Paginator
from django.template import Context, engines


def turned(rf, address: str, *, rows: int, number: int, tag: str) -> BeautifulSoup:
    shown = Context({"found": Paginator(range(rows), 50).get_page(number), "request": rf.get(address)})
    return BeautifulSoup(engines["django"].engine.from_string(tag).render(shown), "html.parser")


def test_a_page_in_the_middle_offers_its_neighbours_and_both_ends(rf):
    shown = turned(rf, "/", rows=12000, number=5, tag='{% pager found "户" %}')
    assert shown.footer.span.text == "第 201–250 户，共 12,000 户"
    assert [each.text for each in shown.nav.children] == ["上一页", "1", "…", "4", "5", "6", "…", "240", "下一页"]
    assert shown.find(attrs={"aria-current": "page"}).text == "5"


def test_the_first_page_keeps_the_place_of_the_word_that_leads_nowhere(rf):
    shown = turned(rf, "/", rows=60, number=1, tag="{% pager found %}")
    back, *_, on = shown.nav.children
    assert (back.name, back.text, on.name, on["href"]) == ("span", "上一页", "a", "?page=2")


def test_turning_keeps_the_filter_and_the_other_list_of_the_page(rf):
    shown = turned(rf, "/?kind=poor&page=3&changed=2", rows=120, number=2, tag='{% pager found "户" field="changed" at="changes" %}')  # fmt: skip
    back = shown.find("a", rel="prev")
    assert back["href"] == "?kind=poor&page=3#changes", "the first page needs no number"
    assert shown.find("a", rel="next")["href"] == "?kind=poor&page=3&changed=3#changes"


def test_one_page_needs_no_turning(rf):
    assert turned(rf, "/", rows=50, number=1, tag="{% pager found %}").text == ""
