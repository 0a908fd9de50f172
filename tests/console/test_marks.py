"""Marking evidence in a patient's words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.marks import marked


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        ([], "cant wee &amp; numb"),
        ([{"start": 0, "end": 8}], "<mark>cant wee</mark> &amp; numb"),
        ([{"start": 9, "end": 10}], "cant wee <mark>&amp;</mark> numb"),
        ([{"start": 0, "end": 6}, {"start": 5, "end": 8}], "<mark>cant wee</mark> &amp; numb"),
        ([{"start": 11, "end": 99}], "cant wee &amp; numb"),
        ([{"start": 11, "end": 99, "text": "numb"}], "cant wee &amp; <mark>numb</mark>"),
        ([{"start": 0, "end": 4, "text": "NUMB"}], "cant wee &amp; <mark>numb</mark>"),
        ([{"inbound_id": "x"}], "cant wee &amp; numb"),
        ([{"start": "0", "end": None, "text": 7}], "cant wee &amp; numb"),
    ],
)
def test_evidence_is_marked_where_it_stands(evidence, expected):
    assert marked("cant wee & numb", evidence) == expected


@given(
    st.text(),
    st.lists(st.fixed_dictionaries({"start": st.integers(-5, 50), "end": st.integers(-5, 50)})),
)
def test_marking_never_adds_or_loses_a_character(body, evidence):
    plain = marked(body, evidence).replace("<mark>", "").replace("</mark>", "")

    assert plain.unescape() == body
