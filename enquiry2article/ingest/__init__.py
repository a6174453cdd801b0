"""Files and archives to enquiries."""
