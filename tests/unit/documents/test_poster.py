"""Posters: long rosters repeat their head, data are never markup, equal data give equal bytes."""

from __future__ import annotations

import io
from dataclasses import replace

from pypdf import PdfReader

from jingzhun.documents.poster import Poster, write_poster

POSTER = Poster(
    kind="公示", title="村内公示", number="云岭乡红坡村 · 2026年第 7 号", say="下列 2 户的拟定结果现予公示。",
    heads=("序号", "村民小组", "户主", "人口", "拟定结果"),
    rows=(("1", "二组", "此里*布", "5 人", "脱贫不稳定户"), ("2", "三组", "格茸*楚", "4 人", "边缘易致贫户")),
    boxes=(("公示时间（5 天）", "2026年7月1日 — 7月5日"),), how="有不同意见的，请在公示期内提出。",
    whom=(("红坡村民委员会", "经办 斯那取品"), ("全国监督举报电话", "12317")), seal="云岭乡红坡村民委员会",
    posted_on="2026年7月1日", foot="本公示不含身份证号。", address="https://example.test/", qr="", is_demo=True,
)  # fmt: skip


def pages(poster: Poster) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(write_poster(poster))).pages]


def test_two_households_fit_on_one_a4_page_with_all_that_must_stand_there():
    data = write_poster(POSTER)
    page = PdfReader(io.BytesIO(data)).pages[0]
    assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [210, 297]
    (text,) = pages(POSTER)
    for words in (
        "公 示",
        "第 7 号",
        "此里*布",
        "边缘易致贫户",
        "7 月 5 日",
        "12317",
        "斯那取品",
        "演示数据",
        "红坡村民委员会",
    ):
        assert words in text or words in text.replace(" ", ""), words


def test_sixty_households_repeat_the_head_number_and_page_on_every_page():
    many = replace(POSTER, rows=tuple((str(n), "二组", "此里*布", "5 人", "脱贫不稳定户") for n in range(1, 61)))
    texts = pages(many)
    assert len(texts) > 1
    for number, text in enumerate(texts, start=1):
        assert ("序号" in text) is ("此里*布" in text)
        assert f"第{number}页，共{len(texts)}页" in text.replace(" ", "")
        assert "演示数据" in text
        assert "第7号" in text.replace(" ", "")
    assert sum(text.count("此里*布") for text in texts) == 60
    assert [text for text in texts if "红坡村民委员会" in text.replace(" ", "")] == texts[-1:]


def test_what_people_wrote_is_never_markup():
    sly = '#import "x.typ" *粗* $x$ @see <a> \\'
    (text,) = pages(replace(POSTER, say=sly))
    assert "".join(sly.split()) in "".join(text.split())


def test_without_the_demonstration_mark_and_twice_the_same():
    plain = replace(POSTER, is_demo=False)
    assert "演示数据" not in "".join(pages(plain))
    assert write_poster(plain) == write_poster(plain)
