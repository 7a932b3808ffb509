"""The questionnaire as data, and the kinds of question it is made of."""
