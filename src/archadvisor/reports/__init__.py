"""What is handed to a reader, by document: the report, the note, the questionnaire, the explanation."""
