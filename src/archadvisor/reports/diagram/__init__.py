"""Diagrams as Mermaid reads them: the advice as a flowchart, an action as a sequence diagram.

A Markdown report may put either into a block of its own; both hold nothing that would end it.
"""
