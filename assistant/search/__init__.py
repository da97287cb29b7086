"""How an entry is found: embedder, index, lexical search, classifier, fusion."""
