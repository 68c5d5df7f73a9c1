"""``etika new``: working, tested skeletons of an activity type and of a workbook, made from the files beside this."""
