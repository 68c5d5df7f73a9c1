"""Progress of a self-paced class lies in the store alone, whatever database it is."""

from __future__ import annotations

from etika_widgets._plugins import activity_types
from etika_widgets.content.library import default_library
from etika_widgets.room import Desk, Intent, Role, Room, Viewer, open_class
from etika_widgets.room.showing import activity_state, room_state

PACK = default_library().pack("keluhan_di_loket")


def test_another_process_finds_the_place_of_everybody_and_the_day_on_which_it_closes(store, open_again):
    code = open_class(store, PACK, pace="self", close_on="2100-01-01").code
    desk = Desk(store, activity_types())
    joining = [
        (Viewer(Role.DOOR), Intent(id=f"{n:032x}", kind="join", payload={"name": f"Orang {n}"})) for n in (1, 2)
    ]
    outcomes, _ = desk.submit(code, joining)
    first, other = (Viewer(Role.PARTICIPANT, outcome.data["participant"]) for outcome in outcomes)
    answers = {item.id: item.key for item in PACK.activity("posttest").items}
    answer = Intent(id=f"{3:032x}", seq=1, activity="posttest", kind="answer", payload={"answers": answers})
    [stored], _ = desk.submit(code, [(first, answer)])
    assert stored.ok

    room = Room(code, activity_types())
    room.apply(open_again().changes(code))

    for viewer in (first, other, Viewer(Role.FACILITATOR)):
        assert room_state(room, viewer)["pace"]["until"].startswith("2100-01-0")
    seen = [activity_state(room, "posttest", viewer) for viewer in (first, other)]
    assert [(state["phase"], state["done"]) for state in seen] == [("revealed", True), ("open", False)]
    assert activity_state(room, "posttest", Viewer(Role.FACILITATOR))["answered"] == 1
