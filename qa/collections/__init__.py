"""Named collections: which there are, which folders they are made of, and where their index is.

Each has a folder of its own under the user's data folder (`collections/KEY/`) with a card
(`collection.json`) and its index. The cards are the register: there is no second file that could
say something else, and a damaged one costs one collection. Front ends come here by `qa.library`.
"""
