"""Answers into the text of a file that people wrote: comments, order and layout stay as they are.

`door.rewrite` is the one way in: it takes edits (`edits`) and the answers that are meant, and gives a text that was
proved to say exactly these and to have every comment still. Behind it edits become one tree of changes (`changes`), the
tree is laid over an outline of the text (`outline`), and each change becomes a patch at its place (`insertion`,
`removal`, `widening`, on a `page`).

Why an editor of our own: the round trip of ruamel.yaml was tried on the same files. Half of the layout tests failed
(JSON style, comments of removed values, odd layouts), and a save took ten times as long.
"""
