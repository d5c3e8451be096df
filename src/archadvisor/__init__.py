"""archadvisor: request or event? Advice for each interaction of a system, from answers that a team can check.

As a library:

    from archadvisor.api import assess, load_answers, load_knowledge, render

    knowledge = load_knowledge()
    assessment = assess(knowledge, load_answers("answers.yaml", knowledge))
    print(render(assessment, "markdown"))
"""

__version__ = "0.1.0"
