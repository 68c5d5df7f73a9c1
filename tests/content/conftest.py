"""A small pack, and doubles of activity types, so that content is tested apart from the built-ins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, model_validator

from etika_widgets.activity import Accepted, ActivityType, Context, Privacy, Response
from etika_widgets.errors import SpecError
from etika_widgets.spec import ActivitySpec, Slug, Text

PACK = """\
schema: 1
slug: contoh
version: "1.0.0"
title: {id: "Contoh", en: "Example"}
summary: {id: "Paket contoh.", en: "An example."}
module: uji
jp: 1
licence: CC BY 4.0
fictional: false
values: [akuntabel, harmonis]
objectives:
  - id: tj1
    bloom: C4
    competence: manajerial
    text: {id: "Peserta dapat menguraikan satu kasus.", en: "Participants can break down a case."}
    activities: [suara]
    evaluation: [kuis]
law:
  - id: uu20_2023
    title: "UU Nomor 20 Tahun 2023"
    about: "Tujuh nilai dasar."
    status: berlaku
    checked_on: 2026-11-22
    certainty: H
runsheet:
  - id: buka
    title: {id: "Pembukaan", en: "Opening"}
    minutes: 30
    activity: suara
    round: 1
    say: "Selamat pagi, Bapak dan Ibu, silakan masuk dengan kode di layar."
    ladder:
      - level: fakta
        ask: "Apa yang kita ketahui?"
        follow_ups: ["Dari siapa?"]
    law: [uu20_2023]
  - id: tutup
    title: {id: "Penutup", en: "Closing"}
    minutes: 15
    activity: kuis
activities:
  - id: suara
    type: poll
    title: {id: "Suara", en: "Votes"}
    question: {id: "Apa langkah Anda?", en: "What do you do?"}
    options:
      - {id: dengar, text: {id: "Dengar", en: "Listen"}}
      - {id: tolak, text: {id: "Tolak", en: "Refuse"}}
    notes: "Jangan membuka hasil suara pertama sebelum suara kedua ditutup semuanya."
  - id: kuis
    type: quiz
    title: {id: "Kuis", en: "Quiz"}
    items:
      - id: k1
        text: {id: "Berapa nilai dasar ASN?", en: "How many values?"}
        options:
          - {id: a, text: {id: "Tujuh nilai menurut undang-undang", en: "Seven"}, rationale: {id: "Ya.", en: "Yes."}}
          - {id: b, text: {id: "Sembilan", en: "Nine"}, rationale: {id: "Itu KPK.", en: "Those are KPK's."}}
        key: a
        reference: uu20_2023
"""


class Option(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    id: Slug
    text: Text
    rationale: Text | None = None


class Item(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    id: Slug
    text: Text
    options: tuple[Option, ...]
    key: str | None = None
    reference: Text | None = None


class PollSpec(ActivitySpec):
    type: Literal["poll"] = "poll"
    question: Text
    options: tuple[Option, ...] = Field(min_length=2)
    reason: Literal["none", "optional", "required"] = "none"
    seconds: int | None = Field(default=None, ge=10, le=600)

    @model_validator(mode="after")
    def _check(self) -> PollSpec:
        if self.question.id == "?":
            raise ValueError("pertanyaan belum ditulis. Tulis satu kalimat tanya.")
        if self.question.id == "!":
            raise SpecError("pertanyaan '{text}' bukan kalimat tanya.", text="!")
        return self


class QuizSpec(ActivitySpec):
    type: Literal["quiz"] = "quiz"
    items: tuple[Item, ...]


class _Double(ActivityType[Any]):
    label = "Jenis tiruan"
    privacy = Privacy(notice="", personal_data=False, keep_days=1)

    def content(self, spec: Any, language: str) -> dict[str, Any]:
        return {}

    def accept(self, spec: Any, context: Context, kind: str, payload: Mapping[str, Any]) -> Accepted:
        raise NotImplementedError

    def results(self, spec: Any, responses: Sequence[Response], language: str) -> dict[str, Any]:
        return {}

    def frame(self, spec: Any, responses: Sequence[Response]) -> Any:
        raise NotImplementedError

    def plot(self, spec: Any, responses: Sequence[Response], ax: Any) -> Any:
        raise NotImplementedError


class Poll(_Double):
    name = "poll"
    spec = PollSpec


class Quiz(_Double):
    name = "quiz"
    spec = QuizSpec


@pytest.fixture(scope="session")
def types() -> dict[str, ActivityType[Any]]:
    return {"poll": Poll(), "quiz": Quiz()}


@pytest.fixture
def pack_text() -> str:
    return PACK


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Write a file under the working directory of the test, which is ``tmp_path``."""
    monkeypatch.chdir(tmp_path)

    def _write(text: str | bytes, name: str = "contoh.yaml") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return _write
