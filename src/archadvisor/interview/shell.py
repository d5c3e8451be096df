"""The interview in a terminal: draws the machine's states and sends it keys. A thin shell; all sense is elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import Layout, Window
from prompt_toolkit.layout.controls import FormattedTextControl
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style

from archadvisor.interview.machine import Interview, Machine, Mode
from archadvisor.interview.view import View

Save = Callable[[Interview], str]
"""Keeps the answers of a state; returns what a person should be told, mostly nothing."""

_NAMES = {
    Keys.Enter: "enter",
    Keys.ControlM: "enter",
    Keys.Up: "up",
    Keys.Down: "down",
    Keys.Left: "left",
    Keys.Escape: "escape",
    Keys.Backspace: "backspace",
}
_LOOKS = Style.from_dict(
    {"head": "bold", "grey": "fg:ansibrightblack", "here": "bold reverse", "alert": "bold fg:ansiyellow"}
)
_NO_LOOKS = Style.from_dict({"head": "bold", "here": "reverse"})


def run(machine: Machine, state: Interview, save: Save, colour: bool = True) -> Interview:
    """Hold the interview until it is done or left; every answer is saved before the next key is read."""
    shell = _Shell(machine, state, save)
    application: Application[None] = Application(
        layout=Layout(Window(FormattedTextControl(shell.fragments, show_cursor=False), always_hide_cursor=True)),
        key_bindings=shell.bindings(),
        style=_LOOKS if colour else _NO_LOOKS,
        color_depth=None if colour else ColorDepth.DEPTH_1_BIT,
        full_screen=True,
        mouse_support=False,
    )
    application.ttimeoutlen = 0.05
    application.timeoutlen = 0.05
    application.run()
    return shell.state


class _Shell:
    def __init__(self, machine: Machine, state: Interview, save: Save) -> None:
        self.state = state
        self._machine = machine
        self._view = View(machine)
        self._save = save
        self._application: Application[None] | None = None

    def fragments(self) -> StyleAndTextTuples:
        from prompt_toolkit.application import get_app

        size = get_app().output.get_size()
        lines = self._view.lines(self.state, size.columns, size.rows)
        fragments: StyleAndTextTuples = []
        for line in lines:
            fragments.append((f"class:{line.look}" if line.look else "", line.text + "\n"))
        return fragments

    def bindings(self) -> KeyBindings:
        bindings = KeyBindings()

        @bindings.add(Keys.Any)
        def _character(event: KeyPressEvent) -> None:
            self._press(event, event.data)

        for key, name in _NAMES.items():

            def _named(event: KeyPressEvent, name: str = name) -> None:
                self._press(event, name)

            bindings.add(key, eager=key is Keys.Escape)(_named)

        @bindings.add(Keys.BracketedPaste)
        def _pasted(event: KeyPressEvent) -> None:
            self._step(event, self._machine.paste(self.state, event.data))

        @bindings.add(Keys.ControlC)
        @bindings.add(Keys.ControlD)
        def _interrupted(event: KeyPressEvent) -> None:
            event.app.exit(exception=KeyboardInterrupt)

        return bindings

    def _press(self, event: KeyPressEvent, key: str) -> None:
        self._step(event, self._machine.press(self.state, key))

    def _step(self, event: KeyPressEvent, state: Interview) -> None:
        told = self._save(state)
        if told:
            from msgspec.structs import replace

            state = replace(state, message=told)
        self.state = state
        if state.mode in (Mode.DONE, Mode.LEFT):
            event.app.exit()
