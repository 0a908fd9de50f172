"""The phones' web page as it leaves the server."""

import re

import pytest

ANA = "+447700900101"


def test_page_offers_the_people_and_gives_each_phone_its_own(phones):
    html = phones.http.get("/").text

    assert html.count("Dr Diaz (clinician)") == 2
    assert re.findall(r'value="(\+\d+)" selected', html) == [ANA, "+447700900102"]


def test_page_labels_every_field_it_shows(phones):
    html = phones.http.get("/").text

    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', html))
    fields = set(re.findall(r'<(?:select|textarea)[^>]* id="([^"]+)"', html))
    assert len(fields) == 4
    assert fields <= labelled


def test_page_loads_nothing_from_elsewhere(phones):
    html = phones.http.get("/").text

    assert re.findall(r'(?:src|href)="(http[^"]*)"', html) == []


@pytest.mark.parametrize("name", ["phones.js", "phones.css"])
def test_page_parts_are_served(phones, name):
    assert phones.http.get(f"/web/{name}").status_code == 200
