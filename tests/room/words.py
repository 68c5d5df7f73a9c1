POLL = "langkah_pertama"


def choose(klass, index):
    """Return the payload of an answer to the lesson's poll."""
    return {"choices": [klass.room.activities[POLL].spec.options[index].id], "reason": ""}
