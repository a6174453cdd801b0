"""Reply sentences to the sentences of an answer: exemplars, additions, contradictions."""
