"""The simulation in the report of a class: decisions, deadlines and meters of the last round."""

from __future__ import annotations

from collections.abc import Sequence

from etika_widgets.activities.simulation.results import simulation_results
from etika_widgets.activities.simulation.spec import SimulationSpec
from etika_widgets.activity import Response, Summary, Table
from etika_widgets.i18n import translate


def simulation_summary(spec: SimulationSpec, responses: Sequence[Response], language: str) -> Summary:
    """Return tables of what was decided, of deadlines, and of where the meters stand in the end."""
    rounds = simulation_results(spec, responses)["rounds"]
    if not rounds:
        return Summary(n=0)
    last = rounds[-1]
    deciders = translate("Kelompok", language) if spec.by == "group" else translate("Orang", language)
    subjects = {event.id: event.subject.get(language) for event in spec.events}
    tables = (
        Table(
            caption=translate("Putusan di tiap kejadian", language),
            columns=(translate("Kejadian dan putusan", language), deciders),
            rows=tuple(
                (f"{subjects[row['id']]} → {decision.text.get(language)}", row["counts"][decision.id])
                for row in last["events"]
                for decision in spec.by_id[row["id"]].decisions
                if row["counts"][decision.id]
            ),
            bars=1,
            whole=last["walkers"],
        ),
        Table(
            caption=translate("Tenggat", language),
            columns=(
                translate("Kejadian", language),
                translate("Tepat waktu", language),
                translate("Terlambat", language),
                translate("Belum diputuskan sampai tenggat", language),
            ),
            rows=tuple(
                (subjects[row["id"]], row["kept"], row["late"], row["missed"])
                for row in last["events"]
                if row["kept"] is not None and row["came"]
            ),
            bars=1,
            whole=last["walkers"],
        ),
        *(
            Table(
                caption=meter.text.get(language),
                columns=(translate("Keadaan", language), deciders),
                rows=tuple(
                    (word.get(language), count)
                    for word, count in zip(meter.words, last["meters"][meter.id], strict=True)
                ),
                bars=1,
                whole=last["walkers"],
            )
            for meter in spec.meters
        ),
    )
    return Summary(
        n=last["people"],
        question=spec.title.get(language),
        tables=tuple(table for table in tables if table.rows),
        texts=tuple(shown["text"] for shown in last["shown"]),
    )
