"""The answer in a language model's words, where one is configured: streamed, and shown only as far as it is true.

choosing.py   which answers a model may word, and what of them must be cited
evidence.py   what it may rely on: numbered entries, and what the program established
cleaning.py   its text as it will be read, without tricks of signs
marking.py    its marks, `[1]`, as the ids that the page links
holding.py    how much of an unfinished text is whole
checking.py   what a text says that the evidence doesn't
wording.py    the conversation with the model: stream, repair once, else the answer without it
"""
