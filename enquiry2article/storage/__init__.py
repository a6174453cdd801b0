"""What is kept on disk: the workspace, the settings, the decisions."""
