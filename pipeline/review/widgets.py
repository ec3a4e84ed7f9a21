"""The queue as widgets in a notebook: one row at a time, by buttons or by typing."""

from __future__ import annotations

from typing import Any

import ipywidgets

from pipeline.corrections.decisions import StaleError
from pipeline.review.queue import Item
from pipeline.review.session import Session

HELP = "a accepts, r rejects, s skips, or FIELD=VALUE edits; then Enter"


class Reviewer:
    """Goes through a queue. `box` is the widget to display; each decision is saved when it is made.

    The text field takes everything by keyboard and keeps the focus; the buttons do the same with a mouse.
    """

    def __init__(self, session: Session, items: list[Item]) -> None:
        self.session, self.items, self.at = session, items, 0
        self.card = ipywidgets.HTML()
        self.told = ipywidgets.Label()
        self.entry = ipywidgets.Text(placeholder=HELP, continuous_update=False, layout={"width": "34em"})
        self.entry.observe(self._typed, "value")
        buttons = []
        for name, command in (("Accept", "a"), ("Reject", "r"), ("Skip", "s")):
            button = ipywidgets.Button(description=name, tooltip=f"{name} this row ({command})")
            button.on_click(lambda _, command=command: self.do(command))
            buttons.append(button)
        self.box = ipywidgets.VBox([self.card, ipywidgets.HBox([*buttons, self.entry]), self.told])
        self._draw()

    def do(self, command: str) -> None:
        """Carry out what was typed or clicked, and go to the next row."""
        if self.at >= len(self.items):
            return
        key = self.items[self.at].key
        field, equals, value = command.partition("=")
        try:
            if equals:
                self.session.edit(key, field.strip(), value.strip())
            elif command == "a":
                self.session.accept(key)
            elif command == "r":
                self.session.reject(key)
            elif command != "s":
                raise StaleError(HELP)
        except StaleError as error:
            self.told.value = str(error)
            return
        self.told.value = f"{command}: {key}"
        self.at += 1
        self._draw()

    def _typed(self, change: dict[str, Any]) -> None:
        command = change["new"].strip()
        if command:
            self.entry.value = ""
            self.do(command)

    def _draw(self) -> None:
        if self.at >= len(self.items):
            self.card.value = "<p>That was the last one. <code>session.apply()</code> writes the tables.</p>"
            return
        counted = f"<p>{self.at + 1} of {len(self.items)}</p>"
        self.card.value = counted + self.session.show(self.items[self.at])._repr_html_()
