import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etika_widgets.content.markdown import TAGS, to_html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Baca **dulu**, *pelan*.", "<p>Baca <strong>dulu</strong>, <em>pelan</em>.</p>"),
        ("# Judul", "<h3>Judul</h3>"),
        ("###### Kecil", "<h6>Kecil</h6>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("> kata", "<blockquote>\n<p>kata</p>\n</blockquote>"),
        (
            "[LAN](https://lan.go.id)",
            '<p><a href="https://lan.go.id" target="_blank" rel="noopener noreferrer">LAN</a></p>',
        ),
        ("![Denah loket](https://luar.example/a.png)", "<p>Denah loket</p>"),
        ('![a"><b>](x.png)', '<p>a"&gt;&lt;b&gt;</p>'),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>"),
        ("", ""),
    ],
)
def test_markdown_becomes_the_html_that_pages_show(text: str, html: str) -> None:
    assert to_html(text) == html


def test_tables_keep_their_alignment_without_style_attributes() -> None:
    html = to_html("| a | n |\n|---|--:|\n| x | 1 |")
    assert '<td align="right">1</td>' in html
    assert "style" not in html


@pytest.mark.parametrize("address", ["/kelas", "//luar.example", "data:text/html,x", "ftp://x.example"])
def test_links_lead_only_to_web_and_mail_addresses(address: str) -> None:
    assert "href" not in to_html(f"[x]({address})")


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("<>&\"'[]()!`*_|#-:/\n"))))
def test_no_text_yields_anything_but_the_listed_elements(text: str) -> None:
    html = to_html(text)
    assert {name.lower() for name in re.findall(r"<\s*/?\s*([a-zA-Z][\w-]*)", html)} <= TAGS
    assert not re.search(r"<[^>]*\s(?:on\w+|style|src)\s*=", re.sub(r'"[^"]*"', '""', html))
