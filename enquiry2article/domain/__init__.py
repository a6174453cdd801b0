"""The nouns: frozen values that the stages hand to one another, without any reading or writing of their own.

    export files ─ingest→ Enquiry ─clean→ Enquiry ─redact→ RedactedEnquiry ─embed→ Vectors ─group→ Cluster
        ─name→ Question ─rank→ Question ─answer→ Question with its Answer ─draft→ Draft ─publish→ Post
    later exports ─(the same first four)→ RedactedEnquiry + Vectors + Post ─match→ Match ─reply→ str

One word for one thing: an *enquiry* is what a customer wrote, with the whole conversation that followed; a *cluster* is
enquiries that ask the same; a *question* is a cluster with a name; a *draft* is an article not yet public; a *post* is
one that is.
"""
