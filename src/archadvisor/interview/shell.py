"""The interview in a terminal: draws the machine's states and sends it keys. A thin shell; all sense is elsewhere."""

from __future__ import annotations

import asyncio
import errno
import signal
from collections.abc import Callable

from prompt_toolkit.application import Application, get_app
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import Layout, Window
from prompt_toolkit.layout.controls import FormattedTextControl
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style

from archadvisor.interview.machine import Machine
from archadvisor.interview.screen import View
from archadvisor.interview.state import Interview, Mode

Save = Callable[[Interview], Interview]
"""Keeps the answers of a state; returns the state to go on with, mostly the same."""

_NAMES = {
    Keys.ControlM: "enter",
    Keys.ControlJ: "enter",
    Keys.Up: "up",
    Keys.Down: "down",
    Keys.Left: "left",
    Keys.Right: "right",
    Keys.Home: "home",
    Keys.End: "end",
    Keys.Delete: "delete",
    Keys.PageUp: "page-up",
    Keys.PageDown: "page-down",
    Keys.ControlA: "home",
    Keys.ControlE: "end",
    Keys.ControlU: "ctrl-u",
    Keys.ControlW: "ctrl-w",
    Keys.Escape: "escape",
    Keys.Backspace: "backspace",
}
_LOOKS = {"head": "bold", "grey": "fg:ansibrightblack", "here": "bold reverse", "alert": "bold fg:ansiyellow"}
_NO_LOOKS = {"head": "bold", "here": "reverse", "alert": "bold"}


def run(machine: Machine, state: Interview, save: Save, colour: bool = True, unicode: bool = True) -> Interview:
    """Hold the interview until it is done or left; every answer is saved before the screen shows it."""
    shell = _Shell(machine, state, save, unicode)
    application: Application[None] = Application(
        layout=Layout(Window(FormattedTextControl(shell.fragments, show_cursor=False), always_hide_cursor=True)),
        key_bindings=shell.bindings(),
        style=Style.from_dict(_LOOKS if colour else _NO_LOOKS),
        color_depth=None if colour else ColorDepth.DEPTH_1_BIT,
        full_screen=True,
        mouse_support=False,
    )
    application.ttimeoutlen = 0.05
    application.timeoutlen = 0.05

    def heed_signals() -> None:
        """Let a closed window and a request to end leave as Ctrl-C does: the screen restored, the answers kept."""
        for name in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(name, _interrupt, application)

    try:
        application.run(pre_run=heed_signals)
    except EOFError:  # the terminal is gone; what was answered is saved
        raise KeyboardInterrupt from None
    except OSError as error:
        if error.errno != errno.EIO:  # else the window was closed, and nothing can be written to it
            raise
        raise KeyboardInterrupt from None
    return shell.state


def _interrupt(application: Application[None]) -> None:
    if application.future is not None and not application.future.done():
        application.exit(exception=KeyboardInterrupt)


class _Shell:
    def __init__(self, machine: Machine, state: Interview, save: Save, unicode: bool) -> None:
        self.state = state
        self._machine = machine
        self._view = View(machine, unicode)
        self._save = save

    def fragments(self) -> StyleAndTextTuples:
        """Return the screen as it is now."""
        size = get_app().output.get_size()
        lines = self._view.lines(self.state, size.columns, size.rows)
        return [part for line in lines for part in ((f"class:{line.look}" if line.look else "", line.text), ("", "\n"))]

    def bindings(self) -> KeyBindings:
        """Return what each key does: the machine knows."""
        bindings = KeyBindings()
        typing = Condition(lambda: self.state.mode is Mode.TYPE)

        @bindings.add(Keys.Any)
        def _character(event: KeyPressEvent) -> None:
            self._press(event, event.data)

        for key, name in _NAMES.items():

            def _named(event: KeyPressEvent, name: str = name) -> None:
                self._press(event, name)

            bindings.add(key, eager=~typing if key is Keys.Escape else False)(_named)

        @bindings.add(Keys.Escape, Keys.Any, filter=typing)
        def _with_alt(event: KeyPressEvent) -> None:
            """Alt and a key arrive as Esc and the key: else Alt-b would throw the text away and go back."""
            self._press(event, "word-left" if event.data == "b" else "")

        @bindings.add(Keys.BracketedPaste)
        def _pasted(event: KeyPressEvent) -> None:
            self._step(event, self._machine.paste(self.state, event.data))

        @bindings.add(Keys.ControlC)
        @bindings.add(Keys.SIGINT)
        @bindings.add(Keys.ControlD)
        def _interrupted(event: KeyPressEvent) -> None:
            event.app.exit(exception=KeyboardInterrupt)

        return bindings

    def _press(self, event: KeyPressEvent, key: str) -> None:
        if self.state.mode not in (Mode.DONE, Mode.LEFT):  # keys that were typed ahead of the end
            self._step(event, self._machine.press(self.state, key))

    def _step(self, event: KeyPressEvent, state: Interview) -> None:
        size = event.app.output.get_size()
        self.state = self._view.within(self._save(state), size.columns, size.rows)
        if self.state.mode in (Mode.DONE, Mode.LEFT):
            event.app.exit()
