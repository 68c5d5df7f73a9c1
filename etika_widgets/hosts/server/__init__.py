"""``etika serve``: a Voilà application that renders a workbook once and attaches every phone to one room."""
