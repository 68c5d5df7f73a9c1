"""Simulation, what a class did: results, report, frame and chart, with whole values."""

from etika_widgets.activities.simulation import Simulation
from etika_widgets.activity import Response, Table

from .simulations import simulation

KIND = Simulation()


def answer(who, event, choice, at, step, *, late=False, seconds=20, **more):
    payload = {"event": event, "choice": choice, "at": at, "late": late, "seconds": seconds, "step": step, **more}
    return Response(
        participant=who, name=who.title(), group=None, round=1, slot=f"decide:{event}", payload=payload, at=at
    )


def clock(at, step):
    return Response(
        participant="facilitator",
        name="",
        group=None,
        round=1,
        slot=f"clock:{step}",
        payload={"at": at, "to": "hours"},
        at=at,
    )


PLAYED = [
    answer("a", "lampu", "janji", "2026-03-05T08:00", 0, reply="Baik", seconds=10),
    answer("b", "lampu", "tutup", "2026-03-05T08:00", 0, seconds=30),
    clock("2026-03-09T08:00", 1),
    answer("c", "lampu", "tutup", "2026-03-09T08:00", 0, late=True, seconds=None),
    answer("a", "rapat", "hadir", "2026-03-09T08:00", 1),
]


def test_results_count_decisions_deadlines_and_meters_along_the_timeline():
    assert KIND.results(simulation(), PLAYED, "id") == {
        "rounds": [
            {
                "round": 1,
                "people": 3,
                "walkers": 3,
                "done": 0,
                "events": [
                    {
                        "id": "lampu",
                        "at": "2026-03-05T08:00",
                        "came": 3,
                        "decided": 3,
                        "counts": {"janji": 1, "tutup": 2},
                        "kept": 2,
                        "late": 1,
                        "missed": 0,
                        "seconds": 20,
                        "hours": 0.0,
                    },
                    {
                        "id": "foto",
                        "at": "2026-03-05T11:00",
                        "came": 2,
                        "decided": 0,
                        "counts": {},
                        "kept": None,
                        "late": None,
                        "missed": None,
                        "seconds": None,
                        "hours": None,
                    },
                    {
                        "id": "rapat",
                        "at": "2026-03-06T09:00",
                        "came": 3,
                        "decided": 1,
                        "counts": {"hadir": 1, "titip": 0},
                        "kept": None,
                        "late": None,
                        "missed": None,
                        "seconds": 20,
                        "hours": 71.0,
                    },
                    {
                        "id": "kabel",
                        "at": "2026-03-06T10:00",
                        "came": 1,
                        "decided": 0,
                        "counts": {"kabari": 0, "diam": 0},
                        "kept": 0,
                        "late": 0,
                        "missed": 1,
                        "seconds": None,
                        "hours": None,
                    },
                    {
                        "id": "pujian",
                        "at": None,
                        "came": 0,
                        "decided": 0,
                        "counts": {},
                        "kept": None,
                        "late": None,
                        "missed": None,
                        "seconds": None,
                        "hours": None,
                    },
                ],
                "meters": {"percaya": [2, 0, 1]},
                "shown": [],
            }
        ]
    }


def test_the_report_has_decisions_deadlines_and_meters_in_words():
    found = KIND.summary(simulation(), PLAYED, "id")
    assert (found.n, found.question, found.texts) == (3, "Meja", ())
    assert found.tables == (
        Table(
            caption="Putusan di tiap kejadian",
            columns=("Kejadian dan putusan", "Orang"),
            rows=(("Lampu mati → Beri tanggal", 1), ("Lampu mati → Tutup", 2), ("zqrapat → zqhadir", 1)),
            bars=1,
            whole=3,
        ),
        Table(
            caption="Tenggat",
            columns=("Kejadian", "Tepat waktu", "Terlambat", "Belum diputuskan sampai tenggat"),
            rows=(("Lampu mati", 2, 1, 0), ("zqkabel", 0, 0, 1)),
            bars=1,
            whole=3,
        ),
        Table(
            caption="Kepercayaan",
            columns=("Keadaan", "Orang"),
            rows=(("retak", 2), ("goyah", 0), ("kuat", 1)),
            bars=1,
            whole=3,
        ),
    )


def test_the_frame_has_a_row_for_every_decision_and_every_step_of_the_clock():
    rows = KIND.frame(simulation(), PLAYED)
    assert rows["bagian"].tolist() == ["putusan", "putusan", "jam_kelas", "putusan", "putusan"]
    assert rows.drop(columns="kelompok").iloc[0].to_dict() == {
        "peserta": "A",
        "putaran": 1,
        "bagian": "putusan",
        "waktu_simulasi": "2026-03-05T08:00",
        "kejadian": "lampu",
        "pilihan": "janji",
        "isi": "Beri tanggal",
        "terlambat": False,
        "balasan": "Baik",
        "detik": 10,
    }


def test_the_chart_shows_who_was_in_time():
    from matplotlib.figure import Figure

    ax = KIND.plot(simulation(), PLAYED, Figure().subplots())
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Lampu mati", "zqrapat", "zqkabel"]
    assert [[bar.get_width() for bar in bars] for bars in ax.containers] == [[1, 0, 1], [2, 1, 0]]
