"""One module for each helpdesk or form program."""
